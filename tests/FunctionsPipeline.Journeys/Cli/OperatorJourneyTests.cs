using System.Text.Json;
using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Journeys.Cli;

/// <summary>
/// An operator moves a small Ghost site in, checks it, publishes it to a running app, and repairs what failed there, by the
/// command line alone.
/// </summary>
public sealed class OperatorJourneyTests : IDisposable
{
    private const string Export = """
        {"db":[{"meta":{"exported_on":1706000000000,"version":"5.80.0"},"data":{
        "posts":[
        {"id":"p1","title":"A walk each day","slug":"a-walk-each-day","html":"<p>It helps many people with a stiff back.</p><h2>How far?</h2><p>As far as it is <strong>pleasant</strong>. See <a href=\"__GHOST_URL__/sleep/\">sleep</a>.</p>","type":"post","status":"published","visibility":"public","created_at":"2024-02-01T08:00:00.000Z","published_at":"2024-02-03T08:30:00.000Z","custom_excerpt":"Why a walk helps a stiff back."},
        {"id":"p2","title":"Sleep","slug":"sleep","html":"<p>Eight hours, more or less.</p>","type":"post","status":"published","visibility":"public","created_at":"2024-02-01T08:00:00.000Z","published_at":"2024-02-04T08:00:00.000Z"},
        {"id":"p3","title":"An idea","slug":"an-idea","html":"<p>Not yet.</p>","type":"post","status":"draft","visibility":"public","created_at":"2024-02-05T08:00:00.000Z","published_at":null}],
        "posts_authors":[],"posts_meta":[],"posts_tags":[{"id":"t1","post_id":"p1","tag_id":"g1","sort_order":0}],
        "settings":[{"id":"s1","key":"title","value":"Harbour notes"}],
        "tags":[{"id":"g1","name":"Back pain","slug":"back-pain","visibility":"public"}],"users":[]}}]}
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fp-operator");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_site_is_moved_in_checked_published_and_repaired()
    {
        var (export, moved) = (Path.Combine(_folder.FullName, "ghost.json"), Path.Combine(_folder.FullName, "moved"));
        var articles = Path.Combine(moved, "articles");
        await File.WriteAllTextAsync(export, Export);
        await using var app = await RunningApp.StartAsync();
        var blobs = new AzureBlobStore(StorageClients.From(app.ConnectionString).Blobs);

        await blobs.WriteAsync(
            new BlobPath(Containers.Settings, "site.yml"),
            "name: Harbour notes\norganisation:\n  postalAddress: 1 Pier Road, Regina SK\n"u8.ToArray(),
            BlobHeaders.Text,
            WriteCondition.Always,
            default
        );

        await SucceedAsync(app, "migrate", "ghost", export, moved, "--dry-run");
        Assert.False(Directory.Exists(articles));
        await SucceedAsync(app, "migrate", "ghost", export, moved);
        await SucceedAsync(app, "lint", articles);
        var published = JsonDocument.Parse(await SucceedAsync(app, "publish", articles, "--json", "--wait", "60"));

        var answers = published.RootElement.GetProperty("answers").EnumerateArray();
        Assert.Equal(
            ["draft", "published", "published"],
            answers.Select(a => a.GetProperty("status").GetString()).Order(StringComparer.Ordinal)
        );
        var page = await blobs.ReadAsync(new BlobPath(Containers.Web, "a-walk-each-day/index.html"), default);
        Assert.Contains("As far as it is <strong>pleasant</strong>", Text(page), StringComparison.Ordinal);
        // Moved in as an archive: no newsletter takes it for new.
        Assert.Contains("\"newsletter\": false", Text(await blobs.ReadAsync(Entry("sleep"), default)));

        // A message that failed too often, as the host leaves it.
        var poison = StorageClients.From(app.ConnectionString).Queues.GetQueueClient("site-rebuild-poison");
        await poison.CreateIfNotExistsAsync();
        await poison.SendMessageAsync("{}");
        var (degraded, status) = await RunAsync(app, "status");
        Assert.Equal(1, degraded);
        Assert.Contains("fp poison list", status, StringComparison.Ordinal);
        Assert.Contains("Show what changed on the site", await SucceedAsync(app, "poison", "list"));
        Assert.Contains("Given back: 1 message.", await SucceedAsync(app, "poison", "retry", "site-rebuild"));

        await Eventually.TrueAsync(
            async () => (await RunAsync(app, "status", "--json")).Code == 0,
            "a healthy app after the repair"
        );
        var healthy = JsonDocument.Parse(await SucceedAsync(app, "status", "--json")).RootElement;
        Assert.Equal("healthy", healthy.GetProperty("health").GetString());
        Assert.Equal(2, healthy.GetProperty("articles").GetProperty("published").GetInt32());
        Assert.Equal(0, healthy.GetProperty("articles").GetProperty("open").GetInt32());
    }

    private static BlobPath Entry(string slug) => new(Containers.State, $"catalog/{slug}.json");

    private static string Text(Blob? blob)
    {
        Assert.NotNull(blob);
        return System.Text.Encoding.UTF8.GetString(blob.Content.Span);
    }

    private async Task<string> SucceedAsync(RunningApp app, params string[] args)
    {
        var (code, said) = await RunAsync(app, args);
        Assert.True(code == 0, $"fp {string.Join(' ', args)}: {code}\n{said}");
        return said;
    }

    private Task<(int Code, string Said)> RunAsync(RunningApp app, params string[] args) =>
        CommandLine.RunAsync(
            app.ConnectionString,
            "",
            new Dictionary<string, string> { ["XDG_DATA_HOME"] = Path.Combine(_folder.FullName, "state") },
            args
        );
}
