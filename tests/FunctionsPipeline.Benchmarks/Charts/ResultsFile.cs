using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace FunctionsPipeline.Benchmarks.Charts;

/// <summary>
/// Results that are kept: one line of JSON each, with the options, the commit and the day. A later result of the same
/// benchmark with the same options takes the place of an earlier one.
/// </summary>
internal static class ResultsFile
{
    public static IReadOnlyList<RecordedResult> Read(string text) =>
        [
            .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(line => JsonNode.Parse(line)?.AsObject())
                .OfType<JsonObject>()
                .Select(line => new RecordedResult(
                    (string?)line["benchmark"] ?? "",
                    (string?)line["options"] ?? "",
                    (string?)line["commit"] ?? "",
                    line
                )),
        ];

    public static async Task RecordAsync(
        string path,
        JsonObject figures,
        IReadOnlyList<string> options,
        DateOnly day,
        CancellationToken cancellationToken
    )
    {
        var line = (JsonObject)figures.DeepClone();
        line["options"] = string.Join(' ', options);
        line["commit"] = await CommitAsync(cancellationToken);
        line["date"] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var earlier = File.Exists(path) ? Read(await File.ReadAllTextAsync(path, cancellationToken)) : [];
        var kept = earlier
            .Where(r => r.Benchmark != (string?)line["benchmark"] || r.Options != (string?)line["options"])
            .Select(r => r.Figures)
            .Append(line)
            .Select(f => f.ToJsonString());
        await File.WriteAllTextAsync(path, string.Join('\n', kept) + "\n", cancellationToken);
    }

    /// <summary>What was measured: the commit, with a plus if files differ from it.</summary>
    private static async Task<string> CommitAsync(CancellationToken cancellationToken)
    {
        var commit = (await GitAsync(["rev-parse", "--short=7", "HEAD"], cancellationToken)).Trim();
        var changed = await GitAsync(["status", "--porcelain", "--", "src"], cancellationToken);
        return changed.Length > 0 ? commit + "+" : commit;
    }

    private static async Task<string> GitAsync(string[] arguments, CancellationToken cancellationToken)
    {
        using var git = Process.Start(
            new ProcessStartInfo("git", arguments) { UseShellExecute = false, RedirectStandardOutput = true }
        )!;
        var said = await git.StandardOutput.ReadToEndAsync(cancellationToken);
        await git.WaitForExitAsync(cancellationToken);
        return git.ExitCode == 0 ? said : "";
    }
}

/// <param name="Options">As they were written on the command line.</param>
/// <param name="Commit">Short; with a plus if the code differed from it.</param>
/// <param name="Figures">The whole line.</param>
internal sealed record RecordedResult(string Benchmark, string Options, string Commit, JsonObject Figures)
{
    /// <summary>As one writes it after <c>--</c>.</summary>
    public string Command => Options.Length == 0 ? Benchmark : $"{Benchmark} {Options}";

    /// <returns>Null: there is no such figure.</returns>
    public double? Number(string figure) =>
        Figures[figure] is { } node && node.GetValueKind() == System.Text.Json.JsonValueKind.Number
            ? node.GetValue<double>()
            : null;
}
