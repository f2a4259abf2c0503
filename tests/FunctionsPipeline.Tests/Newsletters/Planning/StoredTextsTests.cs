using System.Text.Json;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.Digest;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Newsletters.Planning;

/// <summary>What an issue takes from elsewhere: stored digests, and notes that staff drop.</summary>
public sealed class StoredTextsTests
{
    private static async Task<BulkContent> PlanAsync(Newsroom room)
    {
        await room.TickAtAsync(SampleIssue.Due.AddMinutes(-45));
        return (await room.Sending.ContentAsync(Assert.Single(room.Sending.Issues).Id, CancellationToken.None))!.Mail;
    }

    [Fact]
    public async Task Full_texts_are_those_that_publishing_stored()
    {
        using var room = new Newsroom(SampleIssue.Newsletter with { Content = IssueContent.Full });
        await room.TickAsync();
        await room.PublishAsync("sleep");
        var digest = new ArticleDigest
        {
            Slug = "sleep",
            Title = "Sleep",
            Language = "en",
            Url = "https://clinic.example/sleep/",
            TeaserHtml = "",
            TeaserText = "",
            FullHtml = "<h1 class=\"m-ink\">Sleep</h1><p>All of it.</p>",
            FullText = "SLEEP\n\nAll of it.\n",
        };
        await room.Store.WriteAsync(
            CatalogBlobs.Digest(Slug.Parse("sleep")),
            JsonSerializer.SerializeToUtf8Bytes(digest, CatalogJson.Digest),
            BlobHeaders.Json,
            WriteCondition.Always,
            CancellationToken.None
        );

        var mail = await PlanAsync(room);

        Assert.Contains("<h2 class=\"m-ink\">Sleep</h2><p>All of it.</p>", mail.Html, StringComparison.Ordinal);
        Assert.Contains("SLEEP\n\nAll of it.\n", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("All about sleep.</p>", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_note_follows_the_rules_of_articles_and_runs_nothing()
    {
        using var room = new Newsroom();
        await room.TickAsync();
        await room.PublishAsync("sleep");
        await room.DropNoteAsync(
            "note.md",
            """
            ---
            whatever: stands here
            ---
            # Spring

            We are **open** on [Monday](/hours/), see [this](javascript:alert(1)) and %%fp-unsubscribe-html%%.

            <script>alert(1)</script>

            ![A map](map.png)
            """
        );

        var mail = await PlanAsync(room);

        Assert.Contains("Spring</h2>", mail.Html, StringComparison.Ordinal);
        Assert.Contains("<strong>open</strong>", mail.Html, StringComparison.Ordinal);
        Assert.Contains("href=\"https://clinic.example/hours/\"", mail.Html, StringComparison.Ordinal);
        Assert.Contains("Monday (https://clinic.example/hours/)", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("javascript:", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("map.png", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("whatever", mail.Html, StringComparison.Ordinal);
        Assert.Equal(2, mail.Html.Split("%%fp-unsubscribe-html%%").Length);
    }

    [Fact]
    public async Task A_note_in_plain_words_keeps_its_first_line()
    {
        using var room = new Newsroom();
        await room.TickAsync();
        await room.PublishAsync("sleep");
        await room.DropNoteAsync("note.md", "The clinic is closed on Friday\n\nSee you on Monday.");

        var mail = await PlanAsync(room);

        Assert.Contains("The clinic is closed on Friday", mail.Text, StringComparison.Ordinal);
        Assert.Contains("See you on Monday.", mail.Text, StringComparison.Ordinal);
        // Alone in a serif face, it looked like something pasted in.
        Assert.Matches(
            "font-family:Helvetica,Arial,sans-serif;font-size:16px;line-height:25px;color:#[0-9a-f]+\">The clinic is closed on Friday<",
            mail.Html
        );
    }
}
