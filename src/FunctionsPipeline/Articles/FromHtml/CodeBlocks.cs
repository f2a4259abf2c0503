using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace FunctionsPipeline.Articles.FromHtml;

/// <summary>Code as a block with its language, and inside a line.</summary>
internal static partial class CodeBlocks
{
    public static string Block(IElement pre)
    {
        var code = new StringBuilder();
        Append(pre, code);
        return Fence(code.ToString().Trim('\n'), LanguageOf(pre));
    }

    /// <param name="language">Null for none.</param>
    public static string Fence(string code, string? language)
    {
        var fence = new string('`', Math.Max(3, LongestRun(code) + 1));
        return $"{fence}{language}\n{code}\n{fence}";
    }

    /// <param name="code">One line, not empty.</param>
    public static string Span(string code)
    {
        var fence = new string('`', LongestRun(code) + 1);
        // One space on each side is taken off again.
        var space = code[0] == '`' || code[^1] == '`' || (code[0] == ' ' && code[^1] == ' ') ? " " : "";
        return $"{fence}{space}{code}{space}{fence}";
    }

    private static void Append(INode node, StringBuilder code)
    {
        foreach (var inner in node.GetDescendants())
        {
            if (inner is IText text && text.ParentElement is { LocalName: not ("script" or "style") })
                code.Append(text.Data.Replace("\r\n", "\n", StringComparison.Ordinal));
            else if (inner is IElement { LocalName: "br" })
                code.Append('\n');
            else if (inner is IElement { LocalName: "div" or "p" } && code is { Length: > 0 } && code[^1] != '\n')
                code.Append('\n');
        }
    }

    /// <summary>By the classes and attributes that highlighters read, on the block, inside it or around it.</summary>
    private static string? LanguageOf(IElement pre)
    {
        IElement?[] places = [pre, pre.QuerySelector("code"), pre.ParentElement, pre.ParentElement?.ParentElement];
        foreach (var place in places)
        {
            if (place is null)
                continue;
            var language =
                place.GetAttribute("data-lang")
                ?? place.GetAttribute("data-language")
                ?? place.GetAttribute("data-code-block-lang")
                ?? (
                    Language().Match(place.ClassName ?? "") is { Success: true } match
                        ? match.Groups["name"].Value
                        : null
                );
            if (
                language is { Length: > 0 and < 30 }
                && language.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '#' or '-' or '_' or '.')
            )
                return language.ToLowerInvariant() is "none" or "plaintext" or "text"
                    ? null
                    : language.ToLowerInvariant();
        }
        return null;
    }

    private static int LongestRun(string code)
    {
        var (longest, run) = (0, 0);
        foreach (var c in code)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }
        return longest;
    }

    [GeneratedRegex(
        @"(^|\s)(language-|lang-|highlight-source-|brush:\s*|sourceCode\s+)(?<name>[A-Za-z0-9+#_.-]+)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Language();
}
