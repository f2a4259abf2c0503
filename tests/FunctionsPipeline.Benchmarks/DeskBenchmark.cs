using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Benchmarks.Harness;
using FunctionsPipeline.Benchmarks.Operations;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Desk;
using FunctionsPipeline.Desk.Access;
using FunctionsPipeline.Desk.Articles;
using FunctionsPipeline.Desk.Elsewhere;
using FunctionsPipeline.Desk.Health;
using FunctionsPipeline.Desk.History;
using FunctionsPipeline.Desk.Issues;
using FunctionsPipeline.Desk.Overview;
using FunctionsPipeline.Desk.Readers;
using FunctionsPipeline.Desk.SiteFile;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Benchmarks;

/// <summary>
/// What each page of the desk asks of storage and how long it takes, on a site with many articles and readers, in memory. The
/// check of the session is in it. A page is looked at once before it is measured: the lists that it keeps are there.
/// </summary>
internal sealed class DeskBenchmark : IBenchmark
{
    private const string Staff = "desk@clinic.example";
    private const int Nights = 400;

    public string Name => "desk";

    public string Usage =>
        "[--articles 10000] [--subscribers 100000]  storage operations and time of each page of the desk";

    public IReadOnlyList<Aim> Aims => [new("most_storage_operations", 12)];

    public async Task<JsonObject> RunAsync(
        BenchmarkArguments arguments,
        TextWriter log,
        CancellationToken cancellationToken
    )
    {
        var articles = arguments.Number("articles", arguments.Quick ? 200 : 10_000);
        var subscribers = arguments.Number("subscribers", arguments.Quick ? 500 : 100_000);
        await using var app = new MeteredApp(
            SampleSite.Yaml("  - id: weekly\n    name: Weekly\n    schedule: every Tuesday at 09:00"),
            new Dictionary<string, string>(StringComparer.Ordinal)
        );
        await app.StartAsync(cancellationToken);
        await SeedAsync(app, articles, subscribers, cancellationToken);
        var visit = new DeskVisit(new DeskPerson(EmailAddress.Parse(Staff)), "token");
        for (var look = 0; look <= articles / ArticleIndex.MostReads; look++)
            await app.Get<ArticleIndex>().ReadAsync(cancellationToken);

        var pages = new (string Name, Func<Task> Show)[]
        {
            ("overview", () => app.Get<OverviewPage>().ShowAsync(visit, cancellationToken)),
            (
                "articles",
                () => app.Get<ArticlesPage>().ShowAsync(visit, new ArticleFilter(null, null, "3"), cancellationToken)
            ),
            (
                "articles_found",
                () =>
                    app.Get<ArticlesPage>()
                        .ShowAsync(visit, new ArticleFilter("published", "about 17", null), cancellationToken)
            ),
            ("article", () => app.Get<OneArticlePage>().ShowAsync(visit, "a00017.md", cancellationToken)),
            ("issues", () => app.Get<IssuesPage>().ShowAsync(visit, cancellationToken)),
            ("issues_past", () => app.Get<IssuesPage>().PastAsync(visit, null, cancellationToken)),
            ("readers", () => app.Get<ReadersPage>().ShowAsync(visit, cancellationToken)),
            ("elsewhere", () => app.Get<ElsewherePage>().ShowAsync(visit, cancellationToken)),
            ("health", () => app.Get<HealthPage>().ShowAsync(visit, cancellationToken)),
            ("settings", () => app.Get<SettingsPage>().ShowAsync(visit, cancellationToken)),
            ("history", () => app.Get<HistoryPage>().ShowAsync(visit, null, cancellationToken)),
        };
        var (operations, times) = (new JsonObject(), new JsonObject());
        foreach (var (name, show) in pages)
        {
            await show();
            // Settings are read again after ten seconds, and poison queues counted after a minute, by the page that comes next.
            app.Time.Advance(TimeSpan.FromSeconds(15));
            var meter = new Meter();
            var clock = Stopwatch.StartNew();
            await app.RunAsync(
                meter,
                async () =>
                {
                    await app.Get<DeskSessions>().FindAsync(Staff, "0", cancellationToken);
                    await show();
                }
            );
            times[name] = Math.Round(clock.Elapsed.TotalMilliseconds, 1);
            operations[name] = meter.Counts.Reads + meter.Counts.Writes + meter.Counts.Lists + meter.Counts.QueueLooks;
            await log.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name, -15} {operations[name], 4} operations {times[name], 8} ms"
                )
            );
        }
        return new JsonObject
        {
            ["articles"] = articles,
            ["subscribers"] = subscribers,
            ["most_storage_operations"] = operations.Max(page => (long)page.Value!),
            ["storage_operations"] = operations,
            ["milliseconds"] = times,
        };
    }

    private static async Task SeedAsync(
        MeteredApp app,
        int articles,
        int subscribers,
        CancellationToken cancellationToken
    )
    {
        Task<string?> PutAsync(string container, string name, byte[] content) =>
            app.Memory.WriteAsync(
                new BlobPath(container, name),
                content,
                BlobHeaders.Json,
                WriteCondition.Always,
                cancellationToken
            );
        for (var i = 0; i < articles; i++)
        {
            var source = string.Create(CultureInfo.InvariantCulture, $"a{i:D5}.md");
            var eTag = await PutAsync(Containers.Articles, source, "# Title"u8.ToArray());
            var report = new ArticleReport
            {
                Source = source,
                SourceETag = eTag!,
                Status = i % 50 == 0 ? ReportStatus.Rejected : ReportStatus.Published,
                Title = $"All about {i}",
                Slug = $"about-{i}",
                Link = $"https://clinic.example/about-{i}/",
            };
            await PutAsync(
                Containers.Reports,
                source + ".json",
                JsonSerializer.SerializeToUtf8Bytes(report, FunctionsPipeline.Catalog.CatalogJson.Report)
            );
            await PutAsync(Containers.Reports, source + ".html", "<p>"u8.ToArray());
            await PutAsync(
                Containers.State,
                $"catalog/about-{i}.json",
                JsonSerializer.SerializeToUtf8Bytes(
                    SeededSite.Entry($"about-{i}"),
                    FunctionsPipeline.Catalog.CatalogJson.CatalogEntry
                )
            );
        }
        await SubscriberSeed.PutAsync(
            app.Memory,
            subscribers,
            person => $"reader{person}@mail.example",
            _ => ["weekly"],
            cancellationToken
        );
        for (var night = 0; night < Nights; night++)
        {
            var day = DateOnly.FromDateTime(app.Time.GetUtcNow().UtcDateTime).AddDays(-night);
            var name = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            await PutAsync(
                Containers.Subscribers,
                $"counts/{name}.json",
                Encoding.UTF8.GetBytes(
                    $$"""{"day":"{{name}}","happened":{"joined":9,"confirmed":7,"left":1,"bounced":0,"imported":0} }"""
                )
            );
        }
        // What is new for the next issue is what came after the last one.
        app.Time.Advance(TimeSpan.FromDays(60));
        var history = app.Get<DeskHistory>();
        for (var act = 0; act < 100; act++)
            await history.AddAsync(Staff, new DeskAct("file-added", "a.md"), cancellationToken);
    }
}
