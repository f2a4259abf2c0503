using FunctionsPipeline.Catalog;
using FunctionsPipeline.Syndication.Copies;
using FunctionsPipeline.Syndication.Texts;

namespace FunctionsPipeline.Tests.Syndication.WordPress;

public sealed class WordPressTests() : TargetTests<FakeWordPress>(_ => new FakeWordPress())
{
    private const string Original = "<p><a href=\"https://clinic.example/sciatica/\">";

    [Fact]
    public async Task The_whole_article_goes_there_and_names_its_original()
    {
        await CarryAsync(Wire.Article() with { Title = "<b>Needles</b> & nerves" });

        var post = Assert.Single(Remote.Posts);
        Assert.Equal(
            $"<!-- wp:html -->\n<p>All about sciatica.</p>\n{Original}First published at Clinic notes</a></p>\n<!-- /wp:html -->",
            ContentOf(post)
        );
        Assert.Equal("&lt;b&gt;Needles&lt;/b&gt; &amp; nerves", post["title"]!.ToString());
        Assert.Equal("Two trials compared needling with usual care.", post["excerpt"]!.ToString());
        Assert.Equal("publish", post["status"]!.ToString());
    }

    [Fact]
    public async Task A_change_of_the_text_alone_is_carried_and_leaves_the_posts_state_to_its_site()
    {
        await CarryAsync(Wire.Article());
        Remote.Posts[0]["status"] = "private";

        await CarryAsync(Wire.Article() with { ContentHash = "2" }, "<p>Corrected.</p>");

        Assert.Contains("<p>Corrected.</p>", ContentOf(Assert.Single(Remote.Posts)), StringComparison.Ordinal);
        Assert.Equal("private", Remote.Posts[0]["status"]!.ToString());
    }

    [Fact]
    public async Task What_WordPress_would_run_as_a_program_stays_text()
    {
        await CarryAsync(Wire.Article(), "<p>[gallery] and a [1] note</p>");

        Assert.Contains(
            "<p>&#91;gallery] and a &#91;1] note</p>",
            ContentOf(Assert.Single(Remote.Posts)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_text_over_the_budget_becomes_an_excerpt_that_leads_to_the_original()
    {
        await CarryAsync(Wire.Article(), new string('x', WholeText.MaxBytes + 1));

        Assert.Equal(
            $"<p>Two trials compared needling with usual care.</p>\n{Original}Read the whole article at Clinic notes</a></p>",
            ContentOf(Assert.Single(Remote.Posts))
        );
    }

    [Fact]
    public async Task A_picture_that_the_text_does_not_show_stands_above_it_once()
    {
        var article = Wire.Article() with { Image = "/sciatica/leg.png", ImageAlt = "A \"leg\"" };
        await CarryAsync(article);
        await CarryAsync(
            Wire.Article("shown") with
            {
                Image = "/shown/leg.png",
            },
            "<img src=\"https://clinic.example/shown/leg.png\">"
        );

        Assert.StartsWith(
            "<!-- wp:html -->\n<figure><img src=\"https://clinic.example/sciatica/leg.png\" alt=\"A &quot;leg&quot;\"></figure>\n<p>",
            ContentOf(Remote.Posts[0]),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("<figure>", ContentOf(Remote.Posts[1]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tags_are_looked_up_and_made_where_the_site_has_none()
    {
        Remote.Tags.Add((7, "Back pain", "back-pain"));
        Remote.Tags.Add((8, "C#", "c"));
        var article = Wire.Article() with { Tags = ["back pain", "Sciatica", "C#"] };

        await CarryAsync(article);
        Assert.Equal([7, 72, 8], TagsOf(Assert.Single(Remote.Posts)));
        await CarryAsync(article with { Tags = ["Sciatica"] });

        Assert.Equal([72], TagsOf(Assert.Single(Remote.Posts)));
        Assert.Equal(["Back pain", "C#", "Sciatica"], Remote.Tags.Select(t => t.Name));
    }

    [Fact]
    public async Task A_tag_that_the_account_may_not_make_does_not_hold_up_the_post()
    {
        Remote.Tags.Add((7, "Back pain", "back-pain"));
        Remote.MayMakeTags = false;

        await CarryAsync(Wire.Article() with { Tags = ["Back pain", "Sciatica"] });

        Assert.Equal([7], TagsOf(Assert.Single(Remote.Posts)));
        Assert.Equal(CopyRecordState.Carried, (await Wire.CopyAsync())!.State);
    }

    [Fact]
    public async Task A_site_that_is_too_busy_for_tags_gets_the_post_with_them_later()
    {
        var busy = true;
        Server.FaultAt = (_, request) =>
            busy && request.Path.Contains("/tags", StringComparison.Ordinal) ? LoopbackServer.Fault.Answers(429) : null;
        await Wire.PublishAsync(Wire.Article());
        await Wire.DeliverAsync();
        Assert.Empty(Remote.Posts);
        busy = false;

        await Wire.SettleAsync();

        Assert.Equal([70], TagsOf(Assert.Single(Remote.Posts)));
    }

    [Theory]
    [InlineData("<p>Our own old text.</p>")]
    [InlineData("<p><a href=\"https://clinic.example/sciatica/\">They</a> and <a href=\"/we\">we</a> say</p>")]
    public async Task A_person_elses_post_with_the_same_slug_is_left_alone(string text)
    {
        Remote.Posts.Add(FakeWordPress.Post(1, "sciatica", text));
        LoseTheFirstAnswer();

        await CarryAsync(Wire.Article() with { Tags = [] });

        Assert.Equal(2, Remote.Posts.Count);
        Assert.Equal(text, ContentOf(Remote.Posts[0]));
        Assert.Matches("^sciatica-[0-9a-f]{6}$", Remote.Posts[1]["slug"]!.ToString());
    }

    [Fact]
    public async Task A_post_whose_article_went_is_in_the_bin_and_another_is_made_when_it_comes_back()
    {
        await CarryAsync(Wire.Article());
        await WithdrawAsync();
        Assert.Equal("trash", Assert.Single(Remote.Posts)["status"]!.ToString());

        await CarryAsync(Wire.Article());

        Assert.Equal(["trash", "publish"], Remote.Posts.Select(p => p["status"]!.ToString()));
        Assert.Equal("sciatica", Remote.Posts[1]["slug"]!.ToString());
    }

    [Fact]
    public async Task Where_there_is_no_bin_the_post_becomes_a_draft_and_the_same_post_is_published_again()
    {
        Remote.HasBin = false;
        await CarryAsync(Wire.Article());
        await WithdrawAsync();
        Assert.Equal("draft", Assert.Single(Remote.Posts)["status"]!.ToString());

        await CarryAsync(Wire.Article());

        Assert.Equal("publish", Assert.Single(Remote.Posts)["status"]!.ToString());
    }

    [Fact]
    public async Task A_post_that_a_person_put_into_the_bin_is_withdrawn()
    {
        await CarryAsync(Wire.Article());
        Remote.Posts[0]["status"] = "trash";

        await WithdrawAsync();

        Assert.Contains(Server.All, r => r.Method == "DELETE");
        Assert.Equal(CopyRecordState.Withdrawn, (await Wire.CopyAsync())!.State);
    }

    private async Task WithdrawAsync()
    {
        await Wire.RemoveAsync(Wire.Article());
        await Wire.SettleAsync();
    }

    private async Task CarryAsync(CatalogEntry article, string? content = null)
    {
        await Wire.PublishAsync(article);
        if (content is not null)
            await Wire.WriteTextAsync(article.Slug, content);
        await Wire.SettleAsync();
    }

    private static string ContentOf(System.Text.Json.Nodes.JsonObject post) => post["content"]!["raw"]!.ToString();

    private static IEnumerable<int> TagsOf(System.Text.Json.Nodes.JsonObject post) =>
        post["tags"]!.AsArray().Select(tag => tag!.GetValue<int>());
}
