using System.Collections.Concurrent;
using FunctionsPipeline.Cli.Folders;
using FunctionsPipeline.Cli.Lint.Fixes;
using FunctionsPipeline.Cli.Terminal;

namespace FunctionsPipeline.Cli.Lint;

/// <summary>Checks all scopes, and fixes first if asked to.</summary>
internal static class LintRun
{
    public static async Task<LintResult> RunAsync(
        IReadOnlyList<LintScope> scopes,
        string? settings,
        bool fix,
        TimeProvider time,
        WorkProgress progress,
        CancellationToken cancellationToken
    )
    {
        var files = 0;
        var findings = new List<LintFinding>();
        var changed = new List<FixedFile>();
        foreach (var scope in scopes)
        {
            var lint = new FolderLint(scope, settings, time);
            var result = await lint.RunAsync(progress, cancellationToken);
            if (fix && await FixAsync(result, time, cancellationToken) is { Count: > 0 } here)
            {
                changed.AddRange(here);
                // What one fix changes may be another file's finding.
                result = await lint.RunAsync(progress, cancellationToken);
            }
            files += result.Files.Count;
            findings.AddRange(result.Findings);
        }
        return new LintResult(files, findings, changed);
    }

    private static async Task<List<FixedFile>> FixAsync(
        FolderLintResult result,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var fix = new FileFix(result.Settings, time);
        var changed = new ConcurrentBag<FixedFile>();
        await Parallel.ForEachAsync(
            result.Files.Where(f => f.DateIsOfFile || f.Findings.Count > 0),
            cancellationToken,
            async (file, token) =>
            {
                var onDisk = result.Folder.Files[file.Source];
                if (await fix.ApplyAsync(onDisk, file, token) is { Count: > 0 } rules)
                    changed.Add(new FixedFile(ShownPath.Of(onDisk.Path), rules));
            }
        );
        return [.. changed.OrderBy(f => f.File, StringComparer.Ordinal)];
    }
}
