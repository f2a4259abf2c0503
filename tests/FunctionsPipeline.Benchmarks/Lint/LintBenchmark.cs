using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using FunctionsPipeline.Benchmarks.Harness;
using FunctionsPipeline.Cli.Build;

namespace FunctionsPipeline.Benchmarks.Lint;

/// <summary>
/// <c>fp lint</c> on a folder of generated posts, as a process from its start to its end; against markdownlint-cli2 on the same
/// files. The two take turns, the first round of both is not counted, and both must have looked at every file.
/// </summary>
internal sealed class LintBenchmark : IBenchmark
{
    public string Name => "lint";

    public bool HigherRatioIsBetter => true;

    public string Usage => "[--count 1000] [--rounds 5]  seconds to lint a folder of posts; ratio to markdownlint-cli2";

    public IReadOnlyList<Aim> Aims => [new("ratio", 5, AtMost: false), new("seconds", 3)];

    public async Task<JsonObject> RunAsync(
        BenchmarkArguments arguments,
        TextWriter log,
        CancellationToken cancellationToken
    )
    {
        var count = arguments.Number("count", arguments.Quick ? 20 : 1000);
        var rounds = arguments.Number("rounds", arguments.Quick ? 1 : 5);
        using var posts = new ScratchFolder();
        for (var i = 0; i < count; i++)
            await File.WriteAllTextAsync(
                Path.Combine(posts.Path, $"article-{i:d5}.md"),
                SampleText.Article(i),
                cancellationToken
            );
        var peer = await MarkdownLint.InstallAsync(cancellationToken);
        var taken = new Rounds();
        for (var round = arguments.Quick ? 1 : 0; round <= rounds; round++)
        {
            var (seconds, files) = await LintAsync(posts.Path, cancellationToken);
            var (peerSeconds, peerFiles) = await peer.RunAsync(posts.Path, cancellationToken);
            if (files != count || peerFiles != count)
                throw new InvalidOperationException(
                    $"Of {count} files, fp lint looked at {files} and markdownlint-cli2 at {peerFiles}."
                );
            if (round == 0)
                continue;
            taken.Add(seconds, peerSeconds);
            await log.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"round {round}: fp lint {seconds:0.000} s, markdownlint-cli2 {peerSeconds:0.000} s"
                )
            );
        }
        var figures = new JsonObject { ["files"] = count };
        taken.WriteTo(figures, "peer");
        figures["ratio"] = Math.Round(taken.Theirs / taken.Ours, 2);
        return figures;
    }

    private static async Task<(double Seconds, int Files)> LintAsync(string folder, CancellationToken cancellationToken)
    {
        var (seconds, code, said) = await LintProcess.RunAsync(
            new ProcessStartInfo("dotnet", [typeof(SiteBuilder).Assembly.Location, "lint", folder, "--json"]),
            cancellationToken
        );
        return code == 0
            ? (seconds, JsonNode.Parse(said)!["files"]!.GetValue<int>())
            : throw new InvalidOperationException($"fp lint ended with {code}: {said}");
    }
}
