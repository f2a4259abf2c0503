using System.Text;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Benchmarks.Fuzzing.Targets;

/// <summary>
/// A publisher's own template: compiled and rendered as a theme does it, but among a few partials only, because
/// compiling all built-in templates takes half a second.
/// </summary>
internal sealed class TemplateTarget : IFuzzTarget
{
    /// <summary>As markup it would be an element that the page has not.</summary>
    private const string Canary = "<canary onclick=\"x\">";

    private static readonly string[] Partials = ["signup", "header", "form-problems"];

    private static readonly Dictionary<string, string> BuiltIn = BuiltInTemplates
        .Templates.Where(t => Partials.Contains(t.Key))
        .ToDictionary(t => t.Key, t => t.Value, StringComparer.Ordinal);

    private static readonly object Model = new
    {
        Title = "Title " + Canary,
        Body = "<p>Words.</p>",
        Tags = Enumerable.Range(0, 50).Select(n => new { Text = $"tag {n} {Canary}", Href = $"/{n}" }).ToArray(),
        References = Enumerable.Range(0, 50).ToList(),
        Strings = new Dictionary<string, string> { ["by"] = Canary, ["a b"] = "words" },
        Image = new { Url = "/a.png", Alt = Canary },
        Shell = new
        {
            Title = Canary,
            Css = "b { color: red }",
            Site = new { Name = Canary, Url = "/" },
            Navigation = new[] { new { Text = Canary, Href = "/" } },
            Strings = new Dictionary<string, string> { ["skip"] = Canary },
        },
    };

    public string Name => "template";

    /// <summary>Compiling takes a hundred times as long as anything else here.</summary>
    public int Weight => 6;

    public FuzzAnswer Run(ReadOnlyMemory<byte> input)
    {
        var template = Encoding.UTF8.GetString(input.Span);
        var findings = new List<Finding>();
        var set = TemplateSet.Compile(
            new Dictionary<string, string>(BuiltIn) { ["page"] = template },
            BuiltIn,
            findings
        );
        if (findings.Count > 0)
            return FuzzAnswer.Refused;
        try
        {
            var page = TemplateBudget.Render(output => set.Render("page", Model, output));
            return new FuzzAnswer(false, () => Violation(template, page));
        }
        catch (Exception e) when (TemplateSet.IsOfTemplate(e))
        {
            return FuzzAnswer.Refused;
        }
    }

    /// <summary>Two braces escape: a value is markup only where the template asks for it.</summary>
    private static string? Violation(string template, string page) =>
        !template.Contains("{{{", StringComparison.Ordinal)
        && !template.Contains('&', StringComparison.Ordinal)
        && !template.Contains(Canary, StringComparison.Ordinal)
        && page.Contains(Canary, StringComparison.Ordinal)
            ? "a value stands in the page unescaped"
            : null;
}
