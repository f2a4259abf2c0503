namespace FunctionsPipeline.Tests.Syndication.DevTo;

public sealed class DevToTests() : TargetTests<FakeForem>(_ => new FakeForem())
{
    [Fact]
    public async Task The_whole_text_goes_there_with_our_page_as_its_original()
    {
        await Wire.PublishAsync(Wire.Article() with { Tags = ["Back pain", "C#", "Élan", "back-pain", "x", "y", "z"] });
        await Wire.WriteTextAsync("sciatica", "<p>{% raw %} and {{ x }}</p>");
        await Wire.SettleAsync();

        var article = Assert.Single(Remote.Articles);
        Assert.Equal("https://clinic.example/sciatica/", article["canonical_url"]!.ToString());
        Assert.Equal("<p>{&#37; raw %} and {&#123; x }}</p>", article["body_markdown"]!.ToString());
        Assert.Equal(["backpain", "c", "lan", "x"], article["tags"]!.AsArray().Select(t => t!.ToString()));
    }

    [Fact]
    public async Task A_copy_that_the_list_does_not_show_yet_is_found_a_little_later()
    {
        LoseTheFirstAnswer();
        Remote.ListLags = true;
        await Wire.PublishAsync(Wire.Article());
        await Wire.DeliverAsync();
        await Wire.DeliverAsync();
        Remote.ListLags = false;

        await Wire.SettleAsync();

        Assert.Single(Remote.Articles);
        Assert.Equal("1000", (await Wire.CopyAsync())!.RemoteId);
    }

    [Fact]
    public async Task An_article_that_goes_becomes_a_draft_and_is_published_again_when_it_comes_back()
    {
        await Wire.PublishAsync(Wire.Article());
        await Wire.SettleAsync();
        await Wire.RemoveAsync(Wire.Article());
        await Wire.SettleAsync();
        Assert.Equal(0, Remote.Copies);

        await Wire.PublishAsync(Wire.Article() with { Title = "Back again" });
        await Wire.SettleAsync();

        Assert.Equal("Back again", Assert.Single(Remote.Articles)["title"]!.ToString());
        Assert.Equal(1, Remote.Copies);
    }

    [Fact]
    public async Task A_copy_that_staff_made_by_hand_is_taken_over()
    {
        Remote.Articles.Add(new() { ["id"] = 5, ["canonical_url"] = "https://clinic.example/sciatica/" });

        await Wire.PublishAsync(Wire.Article());
        await Wire.SettleAsync();

        Assert.Equal("Does acupuncture help sciatica?", Assert.Single(Remote.Articles)["title"]!.ToString());
    }
}
