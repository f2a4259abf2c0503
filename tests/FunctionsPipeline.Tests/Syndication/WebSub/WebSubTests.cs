using FunctionsPipeline.Syndication.Copies;

namespace FunctionsPipeline.Tests.Syndication.WebSub;

public sealed class WebSubTests
{
    [Fact]
    public async Task Articles_that_went_live_together_ping_each_feed_once_and_later_ones_again()
    {
        var hub = new FakeHub();
        await using var server = await LoopbackServer.StartAsync(hub.Answer);
        using var wire = new Wire(hub.Settings(server.Address), secret: null);
        await wire.BeginAsync();
        var together = Enumerable.Range(1, 5).Select(n => Wire.Article($"article-{n}")).ToList();
        foreach (var article in together)
            await wire.SaveAsync(article);
        await wire.Requests.AskAsync(together, default);
        await wire.SettleAsync();

        string[] each =
        [
            "hub.mode=publish&hub.url=https://clinic.example/feeds/rss.xml",
            "hub.mode=publish&hub.url=https://clinic.example/feeds/atom.xml",
        ];
        Assert.Equal(each, hub.Pings);

        await wire.PublishAsync(Wire.Article("later"));
        await wire.SettleAsync();
        Assert.Equal([.. each, .. each], hub.Pings);
    }

    [Fact]
    public async Task A_hub_holds_no_copy_and_is_not_called_when_an_article_goes()
    {
        var hub = new FakeHub();
        await using var server = await LoopbackServer.StartAsync(hub.Answer);
        using var wire = new Wire(hub.Settings(server.Address), secret: null);
        await wire.BeginAsync();
        await wire.PublishAsync(Wire.Article());
        await wire.SettleAsync();
        var requests = server.All.Count;

        await wire.RemoveAsync(Wire.Article());
        await wire.SettleAsync();

        Assert.Equal(requests, server.All.Count);
        Assert.Equal(CopyRecordState.Carried, (await wire.CopyAsync())!.State);
    }
}
