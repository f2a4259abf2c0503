using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using FunctionsPipeline.LocalDev.Npm;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Benchmarks.Lint;

/// <summary>markdownlint-cli2, the linter that most repositories of Markdown run, as a process of its own.</summary>
internal sealed partial class MarkdownLint
{
    private static readonly NpmInstallation Packages = new(
        "Markdownlint",
        typeof(MarkdownLint).Assembly,
        "package.json",
        "package-lock.json"
    );

    private readonly string _script;

    private MarkdownLint(string script) => _script = script;

    public static async Task<MarkdownLint> InstallAsync(CancellationToken cancellationToken) =>
        new(
            Path.Combine(
                await Packages.EnsureAsync(NullLogger.Instance, cancellationToken),
                "node_modules",
                "markdownlint-cli2",
                "markdownlint-cli2-bin.mjs"
            )
        );

    /// <returns>How long it took, start included, and how many files it says it looked at.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task<(double Seconds, int Files)> RunAsync(string folder, CancellationToken cancellationToken)
    {
        // 1: findings. Anything else is a failure.
        var (seconds, code, said) = await LintProcess.RunAsync(
            new ProcessStartInfo("node", [_script, "**/*.md"]) { WorkingDirectory = folder },
            cancellationToken
        );
        var files = Files().Match(said);
        if (code is not (0 or 1) || !files.Success)
            throw new InvalidOperationException($"markdownlint-cli2 ended with {code}: {said}");
        return (seconds, int.Parse(files.Groups["count"].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("Linting: (?<count>[0-9]+) file", RegexOptions.NonBacktracking)]
    private static partial Regex Files();
}
