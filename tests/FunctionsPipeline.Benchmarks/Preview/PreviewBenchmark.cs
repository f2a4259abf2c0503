using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using FunctionsPipeline.Benchmarks.Harness;

namespace FunctionsPipeline.Benchmarks.Preview;

/// <summary>
/// <c>fp preview</c> of a folder of articles, as a process: from the moment an editor begins to write a file until the event
/// has come and the page that was asked for then shows the change. The first saves are not counted.
/// </summary>
internal sealed class PreviewBenchmark : IBenchmark
{
    private const int WarmUpSaves = 5;

    public string Name => "preview";

    public string Usage => "[--articles 100] [--saves 20]  milliseconds from a saved change to the page that shows it";

    public IReadOnlyList<Aim> Aims => [new("saved_to_shown_ms", 200)];

    public async Task<JsonObject> RunAsync(
        BenchmarkArguments arguments,
        TextWriter log,
        CancellationToken cancellationToken
    )
    {
        var articles = arguments.Number("articles", arguments.Quick ? 10 : 100);
        var saves = arguments.Number("saves", arguments.Quick ? 3 : 20);
        using var folder = new ScratchFolder();
        for (var i = 0; i < articles; i++)
            await File.WriteAllTextAsync(FileOf(folder, i), SampleText.Article(i), cancellationToken);
        var clock = Stopwatch.StartNew();
        await using var preview = await RunningPreview.StartAsync(folder.Path, cancellationToken);
        var started = clock.Elapsed.TotalSeconds;
        var taken = new List<double>();
        for (var save = -(arguments.Quick ? 0 : WarmUpSaves); save < saves; save++)
        {
            var (number, mark) = ((save + WarmUpSaves) % articles, $"saved{save + WarmUpSaves}times");
            var text = SampleText.Article(number) + mark + "\n";
            clock.Restart();
            await File.WriteAllTextAsync(FileOf(folder, number), text, cancellationToken);
            await preview.ShowsAsync($"article-{number:d5}/", mark, cancellationToken);
            var milliseconds = clock.Elapsed.TotalMilliseconds;
            if (save >= 0)
                taken.Add(milliseconds);
            await log.WriteLineAsync(
                string.Create(CultureInfo.InvariantCulture, $"save {save + 1}: {milliseconds:0} ms")
            );
        }
        taken.Sort();
        return new JsonObject
        {
            ["articles"] = articles,
            ["saves"] = saves,
            ["start_seconds"] = Math.Round(started, 2),
            ["saved_to_shown_ms"] = Math.Round(taken[taken.Count / 2], 1),
            ["fastest_ms"] = Math.Round(taken[0], 1),
            ["slowest_ms"] = Math.Round(taken[^1], 1),
        };
    }

    private static string FileOf(ScratchFolder folder, int number) =>
        Path.Combine(folder.Path, $"article-{number:d5}.md");
}
