using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using FunctionsPipeline.Articles.Markdown;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Benchmarks.Harness;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Settings;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;

namespace FunctionsPipeline.Benchmarks;

/// <summary>
/// Files to page, digest (HTML and text) and report in memory; against a bare Markdig <c>ToHtml</c> of the same texts
/// with the same extensions. The two alternate on all cores, and the first rounds of both are not counted.
/// </summary>
internal sealed class RenderBenchmark : IBenchmark
{
    private const int WarmUpRounds = 10;
    private static readonly string[] Extensions = [".md", ".markdown", ".txt"];

    public string Name => "render";

    public string Usage =>
        "[--corpus DIR] [--out DIR2] [--rounds 7]  articles a second; ratio to bare Markdig. DIR2 gets page, digest and report of each";

    public IReadOnlyList<Aim> Aims => [new("ratio", 1.8)];

    public async Task<JsonObject> RunAsync(
        BenchmarkArguments arguments,
        TextWriter log,
        CancellationToken cancellationToken
    )
    {
        var corpus = arguments.Text("corpus");
        var sources = corpus is null ? Generated(arguments.Quick ? 20 : 400) : Read(corpus);
        if (sources.Count == 0)
            throw new FileNotFoundException("No .md, .markdown or .txt in the corpus.", corpus);
        var settings = new SiteSettings
        {
            Name = "Example Clinic",
            Url = new Uri("https://clinic.example/"),
            Medical = true,
        };
        var theme = Theme.From(new Dictionary<string, string>(), settings.Brand);
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        // Also tells which files fail, before anything is measured.
        int failed = 0,
            rejected = 0;
        foreach (var source in sources)
        {
            try
            {
                var proof = ArticleProof.Print(source, settings, theme, now);
                rejected += proof.Rendered is null ? 1 : 0;
                if (arguments.Text("out") is { } folder)
                    await WriteAsync(folder, source, proof, theme, settings, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException and not IOException)
            {
                failed++;
                await log.WriteLineAsync($"{source.Name}: {e.GetType().Name}: {e.Message}");
            }
        }

        var pipeline = ArticleMarkdown
            .Extensions(new MarkdownPipelineBuilder().UseYamlFrontMatter())
            .UseAutoIdentifiers(AutoIdentifierOptions.GitHub)
            .UseMediaLinks()
            .Build();
        var texts = sources.ConvertAll(s => Encoding.UTF8.GetString(s.Content.Span));
        // Gone through several times: a round of less than a second shows when garbage was collected, and little else.
        var rounds = arguments.Number("rounds", arguments.Quick ? 1 : 7);
        var passes = arguments.Quick ? 1 : Math.Max(1, 20_000 / sources.Count);
        var taken = new Rounds();
        long allocated = 0,
            bareAllocated = 0;
        for (var round = -(arguments.Quick ? 0 : WarmUpRounds); round < rounds; round++)
        {
            var bareSeconds = Measure(passes, texts.Count, i => Bare(texts[i], pipeline), out bareAllocated);
            var oursSeconds = Measure(
                passes,
                sources.Count,
                i => Ours(sources[i], settings, theme, now),
                out allocated
            );
            if (round < 0)
                continue;
            taken.Add(oursSeconds, bareSeconds);
            await log.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"round {round + 1}: ours {oursSeconds:0.000} s, bare {bareSeconds:0.000} s"
                )
            );
        }
        var count = sources.Count * passes;
        var figures = new JsonObject
        {
            ["articles"] = sources.Count,
            ["articles_per_second"] = Math.Round(count / taken.Ours),
            ["allocated_bytes_per_article"] = allocated / count,
            ["failed"] = failed,
            ["rejected"] = rejected,
        };
        taken.WriteTo(figures, "bare");
        figures["bare_allocated_bytes_per_article"] = bareAllocated / count;
        figures["allocated_ratio"] = Math.Round(allocated / (double)bareAllocated, 2);
        figures["ratio"] = Math.Round(taken.Ours / taken.Theirs, 2);
        return figures;
    }

    private static double Measure(int passes, int count, Action<int> work, out long allocated)
    {
        GC.Collect();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var clock = Stopwatch.StartNew();
        Parallel.For(0, passes * count, i => work(i % count));
        var seconds = clock.Elapsed.TotalSeconds;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        return seconds;
    }

    private static void Ours(ArticleSource source, SiteSettings settings, Theme theme, DateTimeOffset now)
    {
        try
        {
            ArticleProof.Print(source, settings, theme, now);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Counted beforehand.
        }
    }

    private static void Bare(string text, MarkdownPipeline pipeline)
    {
        try
        {
            Markdig.Markdown.ToHtml(text, pipeline);
        }
        catch (ArgumentException)
        {
            // Nested too deep for Markdig.
        }
    }

    private static List<ArticleSource> Read(string folder) =>
        [
            .. Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Where(f => Extensions.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal)
                .Select(f => new ArticleSource(
                    Path.GetRelativePath(folder, f).Replace('\\', '/'),
                    File.ReadAllBytes(f),
                    new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)
                )),
        ];

    private static List<ArticleSource> Generated(int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new ArticleSource(
                    $"article-{i:d5}.md",
                    Encoding.UTF8.GetBytes(SampleText.Article(i)),
                    DateTimeOffset.UnixEpoch
                )),
        ];

    private static async Task WriteAsync(
        string folder,
        ArticleSource source,
        ArticleProof proof,
        Theme theme,
        SiteSettings settings,
        CancellationToken cancellationToken
    )
    {
        var target = Path.Combine(folder, source.Name.Replace("..", "__", StringComparison.Ordinal));
        Directory.CreateDirectory(target);
        await File.WriteAllBytesAsync(Path.Combine(target, "report.html"), proof.ReportHtml, cancellationToken);
        if (proof.Rendered is not { } rendered)
            return;
        await File.WriteAllBytesAsync(Path.Combine(target, "page.html"), rendered.Page, cancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(target, "digest.html"),
            rendered.Digest.ToDocument(theme, settings),
            cancellationToken
        );
        await File.WriteAllBytesAsync(
            Path.Combine(target, "digest.txt"),
            rendered.Digest.FullText.Bytes,
            cancellationToken
        );
    }
}
