namespace FunctionsPipeline.Tests.Syndication.WordPress;

public sealed class WordPressTests() : TargetTests<FakeWordPress>(_ => new FakeWordPress())
{
    [Fact]
    public async Task An_excerpt_leads_to_the_original_and_follows_it()
    {
        await CarryAsync("<b>Needles</b> & nerves");
        await CarryAsync("Changed");

        var content = Assert.Single(Remote.Posts)["content"]!["raw"]!.ToString();
        Assert.Equal(
            "<p>Changed</p>\n<p><a href=\"https://clinic.example/sciatica/\">Read the whole article at Clinic notes</a></p>",
            content
        );
        Assert.Contains(
            "&lt;b&gt;Needles&lt;/b&gt; &amp; nerves",
            Server.All.First(r => r.Method == "POST").Body.Replace("\\u0026", "&")
        );
    }

    [Fact]
    public async Task A_person_elses_post_with_the_same_slug_is_left_alone()
    {
        Remote.Posts.Add(FakeWordPress.Post(1, "sciatica", "<p>Our own old text.</p>"));
        LoseTheFirstAnswer();

        await CarryAsync("Summary");

        Assert.Equal(2, Remote.Posts.Count);
        Assert.Equal("<p>Our own old text.</p>", Remote.Posts[0]["content"]!["raw"]!.ToString());
        Assert.Matches("^sciatica-[0-9a-f]{6}$", Remote.Posts[1]["slug"]!.ToString());
    }

    private async Task CarryAsync(string summary)
    {
        await Wire.PublishAsync(Wire.Article() with { Summary = summary });
        await Wire.SettleAsync();
    }
}
