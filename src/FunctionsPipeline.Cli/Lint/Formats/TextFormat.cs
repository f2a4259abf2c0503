using System.Globalization;
using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Cli.Lint.Formats;

/// <summary>
/// A line a finding, as compilers write them: <c>articles/x.md:12:5: warning: Message. Fix. [rule]</c>; then a line with the
/// counts.
/// </summary>
internal sealed class TextFormat : ILintFormat
{
    public async Task WriteAsync(LintResult result, TextWriter output)
    {
        foreach (var file in result.Fixed)
            await output.WriteLineAsync($"{OneLine.Of(file.File)}: fixed: {string.Join(", ", file.Rules)}");
        foreach (var finding in result.Findings)
            await output.WriteLineAsync(Line(finding));
        await output.WriteLineAsync(
            $"{Counted.Of(result.Files, "file")}: {Counted.Of(result.Count(Severity.Error), "error")}, {Counted.Of(result.Count(Severity.Warning), "warning")}, {Counted.Of(result.Count(Severity.Note), "note")}."
        );
    }

    /// <summary>Without a line end.</summary>
    public static string Line(LintFinding found)
    {
        var finding = found.Finding;
        var place = (finding.Line, finding.Column) switch
        {
            (null, _) => "",
            ({ } line, null) => string.Create(CultureInfo.InvariantCulture, $":{line}"),
            ({ } line, { } column) => string.Create(CultureInfo.InvariantCulture, $":{line}:{column}"),
        };
        var text = finding.Fix is null ? finding.Message : $"{finding.Message} {finding.Fix}";
        return OneLine.Of($"{found.File}{place}: {NameOf(finding.Severity)}: {text} [{finding.Rule}]");
    }

    public static string NameOf(Severity severity) =>
        severity switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
            _ => "note",
        };
}
