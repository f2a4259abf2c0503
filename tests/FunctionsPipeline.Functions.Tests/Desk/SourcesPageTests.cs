using System.Net;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Functions.Tests.Desk;

public sealed class SourcesPageTests : DeskPageTest
{
    protected override async Task PrepareAsync()
    {
        await App.PutAsync(
            StoredSiteSettings.File,
            SampleSite.Yaml("  - id: weekly\n    name: Weekly")
                + "\nsources:\n  - feed: https://blog.example/feed/?token=hidden\n    name: The blog\n"
        );
        App.Time.Advance(StoredSiteSettings.MaxAge);
        await App.PutAsync(
            new BlobPath(Containers.State, "feeds/blog-example.json"),
            """
            {"lastRead":"2026-03-09T15:00:00Z","trouble":"refused","status":403,"failures":3,
             "entries":{"a":{"slug":"a","hash":"x","date":"2026-03-01T00:00:00Z"},"b":{"slug":"b","hash":"x","date":"2026-03-01T00:00:00Z","isRefused":true}}}
            """
        );
    }

    [Fact]
    public async Task Each_source_is_shown_with_its_trouble_and_read_on_demand()
    {
        var page = await Browser.GetAsync("/api/desk/sources");
        var answer = await Browser.PostAsync("/api/desk/sources/read", ("source", "blog-example"));

        Assert.Contains("The blog", page.Text, StringComparison.Ordinal);
        Assert.Contains("blog.example/feed/", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", page.Text, StringComparison.Ordinal);
        Assert.Contains("Its server refuses it (status 403).", page.Text, StringComparison.Ordinal);
        Assert.Contains("Cannot be published", page.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.Contains(
            "blog-example",
            App.Queue.Sent.Single(s => s.Queue == Queues.Sources).Message,
            StringComparison.Ordinal
        );
        Assert.Contains("had read now:", (await Browser.GetAsync("/api/desk/history")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_not_there_is_not_read()
    {
        await Browser.GetAsync("/api/desk/sources");

        await Browser.PostAsync("/api/desk/sources/read", ("source", "other"));

        Assert.DoesNotContain(App.Queue.Sent, s => s.Queue == Queues.Sources);
    }

    [Fact]
    public async Task The_page_of_copies_leads_here() =>
        Assert.Contains("desk/sources", (await Browser.GetAsync("/api/desk/elsewhere")).Body, StringComparison.Ordinal);
}
