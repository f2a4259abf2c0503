using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Tests.Sources;

/// <summary>From three lines of settings and the feed of a WordPress site to an issue.</summary>
public sealed class FromElsewhereTests
{
    private const string Yaml = """
        name: Prairie Acupuncture
        url: https://news.clinic.example/
        organisation:
          postalAddress: 1801 Hamilton Street, Regina SK
        newsletters:
          - id: weekly
            name: The week
            schedule: every Tuesday at 09:00
          - id: other
            name: Something else
            schedule: every Tuesday at 09:00
        sources:
          - feed: https://blog.example/feed/
        """;

    private static readonly DateTimeOffset Slot = SampleIssue.Due;

    [Fact]
    public async Task A_wordpress_site_gets_its_newsletter()
    {
        using var room = new Newsroom();
        using var source = Begin(room, "    own: true\n");
        await StartAsync(room, source);
        source.Web.Has(SourceRoom.Feed, Feed(1, 2, 3, 4));
        await source.ReadNextAsync();

        await room.TickUntilAsync(Slot.AddDays(1), minutes: 40);

        Assert.Equal(2, room.Sending.Issues.Count);
        Assert.All(room.Sending.Issues, issue => Assert.Equal(["post-4"], issue.Articles));
        var mail = await MailAsync(room, room.Sending.Issues[0].Id);
        Assert.Contains("https://news.clinic.example/post-4/", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("From elsewhere", mail, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_others_write_is_in_the_newsletters_that_were_chosen_and_leads_there()
    {
        using var room = new Newsroom();
        using var source = Begin(room, "    newsletters: [weekly]\n    tags: [News]\n");
        await StartAsync(room, source);
        await room.PublishAsync("ours");
        source.Web.Has(SourceRoom.Feed, Feed(1, 2, 3, 4, 5));
        await source.ReadNextAsync();

        await room.TickUntilAsync(Slot.AddDays(1), minutes: 40);

        var weekly = Assert.Single(room.Sending.Issues, i => i.Newsletter == "weekly");
        // The newest is theirs, and ours leads all the same.
        Assert.Equal("ours", weekly.Articles[0]);
        Assert.Equal(["post-number-4", "post-number-5"], weekly.Articles.Skip(1).Order());
        Assert.Equal("About ours (and 2 more)", weekly.Subject);
        var other = Assert.Single(room.Sending.Issues, i => i.Newsletter == "other");
        Assert.Equal(["ours"], other.Articles);
        var mail = await MailAsync(room, weekly.Id);
        Assert.Contains("From elsewhere", mail, StringComparison.Ordinal);
        Assert.Contains("FROM ELSEWHERE", mail, StringComparison.Ordinal);
        Assert.Contains("Prairie &amp; River Blog", mail, StringComparison.Ordinal);
        Assert.Contains("href=\"https://blog.example/2026/post-4/\"", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("post-number-4/", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("post-1/", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("From elsewhere", await MailAsync(room, other.Id), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_entry_is_in_a_newsletter_once()
    {
        using var room = new Newsroom();
        using var source = Begin(room, "    newsletters: [weekly]\n");
        await StartAsync(room, source);
        source.Web.Has(SourceRoom.Feed, Feed(1, 2, 3, 4));
        await source.ReadNextAsync();
        await room.TickUntilAsync(Slot.AddDays(1), minutes: 40);
        Assert.Equal(["post-number-4"], Assert.Single(room.Sending.Issues).Articles);

        // It is changed, taken away and brought back under another id, and another one comes.
        source.Web.Has(
            SourceRoom.Feed,
            Feed(1, 2, 3, 4).Replace("Post number 4", "Another title", StringComparison.Ordinal)
        );
        await source.ReadNextAsync();
        for (var read = 0; read < 2; read++)
        {
            source.Web.Has(SourceRoom.Feed, Feed(1, 2, 3, 5 + read));
            await source.ReadNextAsync();
        }
        source.Web.Has(SourceRoom.Feed, Feed(1, 2, 3, 4, 5, 6).Replace("?p=4<", "?p=44<", StringComparison.Ordinal));
        await source.ReadNextAsync();
        await room.TickUntilAsync(Slot.AddDays(8), minutes: 40);

        Assert.Equal(2, room.Sending.Issues.Count);
        Assert.Equal(["post-number-5", "post-number-6"], room.Sending.Issues[1].Articles.Order());
    }

    [Fact]
    public async Task Without_a_newsletter_what_others_write_is_on_the_site_only()
    {
        using var room = new Newsroom();
        using var source = Begin(room, "");
        await StartAsync(room, source);
        source.Web.Has(SourceRoom.Feed, Feed(1, 2, 3, 4));
        await source.ReadNextAsync();

        await room.TickUntilAsync(Slot.AddDays(1), minutes: 40);

        Assert.Empty(room.Sending.Issues);
        Assert.Equal(4, (await source.LiveAsync()).Count);
    }

    private static SourceRoom Begin(Newsroom room, string lines)
    {
        var result = new SiteSettingsReader([]).Read($"{Yaml}\n{lines}", SampleIssue.Site);
        Assert.Empty(result.Findings);
        room.Site.Settings = result.Settings!;
        return new SourceRoom(result.Settings!.Sources[0], room.Store, room.Site, room.Time);
    }

    /// <summary>The source was read before there is news in it.</summary>
    private static async Task StartAsync(Newsroom room, SourceRoom source)
    {
        await room.TickAsync();
        source.Web.Has(SourceRoom.Feed, Feed(1, 2, 3));
        await source.ReadAsync();
    }

    private static string Feed(params int[] posts) =>
        WordPressFeed.Of([
            .. posts
                .OrderDescending()
                .Select(p => WordPressFeed.Item(p, Slot.AddDays(-1).AddMinutes(p <= 3 ? p - 60 : p))),
        ]);

    private static async Task<string> MailAsync(Newsroom room, IssueId issue)
    {
        var content = (await room.Sending.ContentAsync(issue, default))!;
        return content.Mail.Html + content.Mail.Text;
    }
}
