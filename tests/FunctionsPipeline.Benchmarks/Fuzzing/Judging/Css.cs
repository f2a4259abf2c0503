using System.Text.RegularExpressions;
using FunctionsPipeline.Branding;

namespace FunctionsPipeline.Benchmarks.Fuzzing.Judging;

/// <summary>Judges style sheets and style attributes: nothing in them loads or runs.</summary>
internal static partial class Css
{
    private static readonly string[] Loading =
    [
        "url(",
        "@import",
        "expression(",
        "image-set(",
        "src(",
        "behavior",
        "-moz-binding",
        "javascript:",
        "\\",
        "<",
    ];

    /// <summary>A page's style sheet without the fonts that it loads from the site itself.</summary>
    public static string WithoutFonts(string css, Evidence evidence) =>
        Font().Replace(css, face => evidence.IsOurs(face.Groups["address"].Value) ? "" : face.Value);

    [GeneratedRegex(
        "@font-face\\{font-family:[A-Za-z0-9]+;[a-z0-9:;-]+;src:url\\((?<address>[^)\"'<>\\\\]+)\\)",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Font();

    public static string? ProblemOf(string css)
    {
        // Our own sheet may use escapes; what an input adds may not.
        css = css.Replace(BuiltInTemplates.StyleSheet, "", StringComparison.Ordinal)
            .Replace(BuiltInTemplates.SiteStyleSheet, "", StringComparison.Ordinal);
        return Array.Find(Loading, l => css.Contains(l, StringComparison.OrdinalIgnoreCase)) is { } found
            ? $"'{found}'"
            : null;
    }
}
