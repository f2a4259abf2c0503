using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using FunctionsPipeline.Benchmarks.Harness;
using FunctionsPipeline.Cli.Build;

namespace FunctionsPipeline.Benchmarks;

/// <summary>
/// A whole site from a folder of posts, on disk: pages, tags, archive, feeds, search, and the mail digests. With
/// <c>--hugo</c> the same posts built by Hugo (pages, tag pages, an RSS feed for each), the two taking turns. Ours runs in
/// this process, warmed up by a build that is not counted, as an app does that has been running; Hugo is a native program
/// and starts each time. <c>--cold</c> also measures <c>fp build</c> as a process of its own.
/// </summary>
internal sealed class BuildBenchmark : IBenchmark
{
    private static readonly string[] Feeds = ["rss.xml", "atom.xml", "feed.json"];

    public string Name => "build";

    public string Usage =>
        "[--corpus DIR | --articles 1000] [--out DIR] [--hugo] [--cold] [--rounds 5]  seconds to build a whole site; ratio to Hugo";

    public IReadOnlyList<Aim> Aims => [new("ratio", 0.4)];

    public async Task<JsonObject> RunAsync(
        BenchmarkArguments arguments,
        TextWriter log,
        CancellationToken cancellationToken
    )
    {
        var rounds = arguments.Number("rounds", arguments.Quick ? 1 : 5);
        var scratch = Directory.CreateTempSubdirectory("build-").FullName;
        try
        {
            var corpus =
                arguments.Text("corpus")
                ?? await WriteCorpusAsync(
                    Path.Combine(scratch, "posts"),
                    arguments.Number("articles", arguments.Quick ? 20 : 1000),
                    cancellationToken
                );
            // Each time into a folder of its own: a file system may be slow to give out again what was just deleted.
            var folders = 0;
            string Fresh() => Path.Combine(scratch, $"site-{folders++}");
            var output = Fresh();
            var (result, _) = await BuildAsync(corpus, output, cancellationToken);
            var hugo = arguments.Flag("hugo")
                ? await HugoSite.PrepareAsync(corpus, result.Reports, Path.Combine(scratch, "hugo"), cancellationToken)
                : null;
            var (taken, cold) = (new Rounds(), new List<double>());
            for (var round = 0; round < rounds; round++)
            {
                var seconds = 0.0;
                output = round == rounds - 1 && arguments.Text("out") is { } given ? Emptied(given) : Fresh();
                (result, seconds) = await BuildAsync(corpus, output, cancellationToken);
                double? theirs = hugo is null ? null : await hugo.BuildAsync(Fresh(), cancellationToken);
                taken.Add(seconds, theirs);
                if (arguments.Flag("cold"))
                    cold.Add(await ColdAsync(corpus, Fresh(), cancellationToken));
                await log.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"round {round + 1}: ours {seconds:0.000} s{(theirs is null ? "" : $", Hugo {theirs:0.000} s")}{(cold.Count == 0 ? "" : $", as a process {cold[^1]:0.000} s")}"
                    )
                );
            }
            var figures = new JsonObject
            {
                ["articles"] = result.Published,
                ["pages"] = Directory.EnumerateFiles(output, "*.html", SearchOption.AllDirectories).Count(),
                ["files"] = result.Files,
            };
            taken.WriteTo(figures, "hugo");
            if (hugo is not null)
            {
                var feeds = Feeds.Sum(f => Directory.EnumerateFiles(output, f, SearchOption.AllDirectories).Count());
                if (feeds != hugo.Feeds)
                    throw new InvalidOperationException(
                        $"Ours made {feeds} feeds and Hugo {hugo.Feeds}: the two sides did not do the same."
                    );
                figures["feeds"] = feeds;
                figures["hugo_pages"] = hugo.Pages;
                figures["ratio"] = Math.Round(taken.Ours / taken.Theirs, 2);
            }
            if (cold.Count > 0)
                figures["cold_seconds"] = Math.Round(cold.Min(), 3);
            return figures;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static async Task<(BuildResult Result, double Seconds)> BuildAsync(
        string corpus,
        string output,
        CancellationToken cancellationToken
    )
    {
        var clock = Stopwatch.StartNew();
        var result = await SiteBuilder.BuildAsync(
            corpus,
            null,
            output,
            new Uri("https://clinic.example.org/"),
            null,
            cancellationToken
        );
        return (result, clock.Elapsed.TotalSeconds);
    }

    private static async Task<double> ColdAsync(string corpus, string output, CancellationToken cancellationToken)
    {
        var program = typeof(SiteBuilder).Assembly.Location;
        return await Timed.RunAsync(
            "dotnet",
            [program, "build", corpus, output, "--url", "https://clinic.example.org/"],
            ".",
            cancellationToken
        );
    }

    private static string Emptied(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        return Path.GetFullPath(folder);
    }

    private static async Task<string> WriteCorpusAsync(string folder, int articles, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        for (var i = 0; i < articles; i++)
            await File.WriteAllTextAsync(
                Path.Combine(folder, $"article-{i:d5}.md"),
                SampleText.Article(i),
                cancellationToken
            );
        return folder;
    }
}
