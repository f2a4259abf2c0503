namespace FunctionsPipeline.Tests.Syndication.Mastodon;

public sealed class MastodonTests() : TargetTests<FakeMastodon>(time => new FakeMastodon(time))
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(90)]
    public async Task A_lost_answer_is_found_among_the_statuses_long_after_the_server_forgot_the_key(int othersSince)
    {
        LoseTheFirstAnswer();
        await Wire.PublishAsync(Wire.Article());
        await Wire.DeliverAsync();
        Time.Advance(TimeSpan.FromHours(30));
        for (var n = 0; n < othersSince; n++)
            Remote.Statuses.Add(new FakeMastodon.Status((200 + n).ToString(), "Something else", Time.GetUtcNow()));

        await Wire.SettleAsync();

        Assert.Equal(1 + othersSince, Remote.Statuses.Count);
        Assert.Equal("101", (await Wire.CopyAsync())!.RemoteId);
        Assert.Equal(0, Remote.Edits);
    }

    [Fact]
    public async Task An_account_that_wrote_too_much_since_is_left_to_a_person()
    {
        LoseTheFirstAnswer();
        await Wire.PublishAsync(Wire.Article());
        await Wire.DeliverAsync();
        for (var n = 0; n < 500; n++)
            Remote.Statuses.Add(new FakeMastodon.Status((200 + n).ToString(), "Something else", Time.GetUtcNow()));

        await Wire.SettleAsync();

        Assert.Equal(501, Remote.Statuses.Count);
        Assert.Equal(FunctionsPipeline.Syndication.Problem.Uncertain, (await Wire.CopyAsync())!.Problem);
    }

    [Fact]
    public async Task An_article_that_changed_while_its_answer_was_lost_ends_as_it_is_now()
    {
        LoseTheFirstAnswer();
        await Wire.PublishAsync(Wire.Article());
        await Wire.DeliverAsync();

        await Wire.PublishAsync(Wire.Article() with { Title = "Changed meanwhile" });
        await Wire.SettleAsync();

        Assert.StartsWith("Changed meanwhile", Assert.Single(Remote.Statuses).Text);
    }

    [Fact]
    public async Task A_status_of_the_accounts_own_from_before_is_not_taken_for_ours()
    {
        Remote.Statuses.Add(
            new FakeMastodon.Status(
                "50",
                "Coming soon:\nhttps://clinic.example/sciatica/",
                Time.GetUtcNow().AddDays(-1)
            )
        );
        Server.FaultAt = LoopbackServer.FirstPost(Server, LoopbackServer.Fault.LosesTheRequest);
        await Wire.PublishAsync(Wire.Article());

        await Wire.SettleAsync();

        Assert.Equal(2, Remote.Statuses.Count);
        Assert.NotEqual("50", (await Wire.CopyAsync())!.RemoteId);
    }

    [Fact]
    public async Task The_servers_own_limit_is_kept()
    {
        Remote.MaxCharacters = 120;

        await Wire.PublishAsync(
            Wire.Article() with
            {
                Summary = string.Concat(Enumerable.Repeat("words and more words ", 40)),
            }
        );
        await Wire.SettleAsync();

        var text = Assert.Single(Remote.Statuses).Text;
        Assert.EndsWith("…\n\nhttps://clinic.example/sciatica/", text);
        Assert.InRange(text.Length - "https://clinic.example/sciatica/".Length + 23, 100, 120);
    }
}
