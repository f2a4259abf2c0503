using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using FunctionsPipeline.Findings;
using HandlebarsDotNet;

namespace FunctionsPipeline.Branding;

/// <summary>Handlebars templates that were compiled together and see each other as partials.</summary>
internal sealed partial class TemplateSet
{
    private readonly IHandlebars _handlebars;
    private readonly Dictionary<string, HandlebarsTemplate<TextWriter, object, object>> _compiled = new(
        StringComparer.Ordinal
    );

    /// <summary>Partials inside partials. The deepest built-in one is the second.</summary>
    private const short MaxPartialDepth = 8;

    private TemplateSet(IHandlebars handlebars) => _handlebars = handlebars;

    /// <summary>Compiles every template.</summary>
    /// <param name="texts">Name without <c>.hbs</c> to text.</param>
    /// <param name="fallbacks">
    /// What replaces a text that does not compile; null where there is none to fall back to: then it throws.
    /// </param>
    public static TemplateSet Compile(
        IReadOnlyDictionary<string, string> texts,
        IReadOnlyDictionary<string, string>? fallbacks,
        List<Finding> findings
    )
    {
        var isBuiltIn = fallbacks is null;
        var handlebars = Handlebars.Create(
            new HandlebarsConfiguration
            {
                TextEncoder = new HtmlText(),
                ThrowOnUnresolvedBindingExpression = false,
                PartialRecursionDepthLimit = MaxPartialDepth,
                ObjectDescriptorProviders = { isBuiltIn ? new CamelCaseMembers() : new CountedLoops() },
            }
        );
        TemplateHelpers.Register(handlebars, keepsOnce: isBuiltIn);
        var set = new TemplateSet(handlebars);
        foreach (var (name, text) in texts)
        {
            try
            {
                if (fallbacks is not null && TemplateCheck.ProblemOf(text) is { } problem)
                    throw new HandlebarsException(problem);
                set.Add(name, text);
            }
            catch (Exception e) when (fallbacks is not null && IsOfTemplate(e))
            {
                findings.Add(Broken(name, e));
                if (fallbacks.TryGetValue(name, out var builtIn))
                    set.Add(name, builtIn);
            }
        }
        return set;
    }

    /// <exception cref="KeyNotFoundException">No such template.</exception>
    /// <exception cref="HandlebarsException">It fails on this model.</exception>
    /// <exception cref="Input.InputBudgetException">It takes more than the budget that it is rendered with.</exception>
    public void Render(string name, object model, TextWriter output)
    {
        if (!_compiled.TryGetValue(name, out var template))
            throw new KeyNotFoundException($"There is no template '{name}'.");
        template(output, model, null!);
    }

    /// <summary>
    /// Handlebars throws exceptions of many kinds for what it cannot compile or render, not only its own. What is not the
    /// template's is only that the process has no memory left.
    /// </summary>
    public static bool IsOfTemplate(Exception exception) => exception is not OutOfMemoryException;

    public static Finding Broken(string name, Exception exception) =>
        new(
            "theme-template",
            Severity.Error,
            $"theme/{name}.hbs cannot be used, the built-in one is: {FirstLine(exception.Message)}",
            "Compare it with the built-in template and fix it, or delete the file."
        );

    private void Add(string name, string text)
    {
        using var reader = new StringReader(IndentedPartial().Replace(text, "${partial}"));
        var template = _handlebars.Compile(reader);
        _compiled[name] = template;
        _handlebars.RegisterTemplate(
            name,
            (output, model, data) =>
            {
                TemplateBudget.Step();
                // A compiled template takes stack for each of its expressions.
                RuntimeHelpers.EnsureSufficientExecutionStack();
                template(output, model, data);
            }
        );
    }

    /// <summary>
    /// Handlebars.Net 2.4.3 writes the values of a partial that stands alone on an indented line unescaped: so no line
    /// is indented there.
    /// </summary>
    [GeneratedRegex(
        @"^[ \t]+(?<partial>\{\{\s*>)",
        RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex IndentedPartial();

    private static string FirstLine(string text) =>
        text.AsSpan(0, Math.Max(0, text.AsSpan().IndexOfAny('\r', '\n')) is var n && n > 0 ? n : text.Length)
            .ToString();

    /// <summary>Escapes as HTML wants it and leaves every language's letters as they are.</summary>
    private sealed class HtmlText : ITextEncoder
    {
        private static readonly System.Text.Encodings.Web.HtmlEncoder Encoder =
            System.Text.Encodings.Web.HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);

        public void Encode(StringBuilder? text, TextWriter target) => Encode(text?.ToString(), target);

        public void Encode(string? text, TextWriter target)
        {
            if (text is not null)
                Encoder.Encode(target, text);
        }

        public void Encode<T>(T? text, TextWriter target)
            where T : IEnumerator<char>
        {
            var builder = new StringBuilder();
            while (text?.MoveNext() == true)
                builder.Append(text.Current);
            Encode(builder.ToString(), target);
        }
    }
}
