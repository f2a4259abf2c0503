using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Cli.Lint;

/// <summary>A finding and the file that it is about.</summary>
/// <param name="File">As a person finds it from the working directory, with '/' between folders.</param>
internal sealed record LintFinding(string File, Finding Finding);

/// <param name="Rules">What was fixed, by the rule that had found it.</param>
internal sealed record FixedFile(string File, IReadOnlyList<string> Rules);

/// <param name="Files">How many files were checked.</param>
/// <param name="Findings">In the order of the files, then errors first.</param>
/// <param name="Fixed">What <c>--fix</c> changed; the findings are those of the changed files.</param>
internal sealed record LintResult(int Files, IReadOnlyList<LintFinding> Findings, IReadOnlyList<FixedFile> Fixed)
{
    public int Count(Severity severity) => Findings.Count(f => f.Finding.Severity == severity);

    /// <summary>1 with mistakes, 2 with warnings if they count, else 0.</summary>
    public int ExitCode(bool strict) =>
        Count(Severity.Error) > 0 ? 1
        : strict && Count(Severity.Warning) > 0 ? 2
        : 0;
}
