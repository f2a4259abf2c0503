using FunctionsPipeline.Branding;

namespace FunctionsPipeline.Benchmarks.Fuzzing.Judging;

/// <summary>Judges style sheets and style attributes: nothing in them loads or runs.</summary>
internal static class Css
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

    public static string? ProblemOf(string css)
    {
        // Our own sheet may use escapes; what an input adds may not.
        css = css.Replace(BuiltInTemplates.StyleSheet, "", StringComparison.Ordinal);
        return Array.Find(Loading, l => css.Contains(l, StringComparison.OrdinalIgnoreCase)) is { } found
            ? $"'{found}'"
            : null;
    }
}
