using System.Globalization;
using System.Text;
using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Cli.Lint.Formats;

/// <summary>
/// Workflow commands, which GitHub shows beside the lines of a pull request:
/// https://docs.github.com/actions/reference/workflow-commands-for-github-actions#setting-an-error-message
/// </summary>
internal sealed class GitHubFormat : ILintFormat
{
    public async Task WriteAsync(LintResult result, TextWriter output)
    {
        foreach (var finding in result.Findings)
            await output.WriteLineAsync(Line(finding));
    }

    private static string Line(LintFinding found)
    {
        var finding = found.Finding;
        var line = new StringBuilder("::").Append(CommandOf(finding.Severity));
        line.Append(" file=").Append(Property(found.File));
        if (finding.Line is { } number)
            line.Append(CultureInfo.InvariantCulture, $",line={number}");
        if (finding is { Line: not null, Column: { } column })
            line.Append(CultureInfo.InvariantCulture, $",col={column}");
        line.Append(",title=").Append(Property(finding.Rule)).Append("::");
        return line.Append(Data(finding.Fix is null ? finding.Message : $"{finding.Message} {finding.Fix}")).ToString();
    }

    private static string CommandOf(Severity severity) =>
        severity switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
            _ => "notice",
        };

    /// <summary>The escapes of GitHub's own toolkit (actions/toolkit, packages/core/src/command.ts).</summary>
    private static string Data(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal)
            .Replace("\r", "%0D", StringComparison.Ordinal)
            .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) =>
        Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
