using System.Net;
using FunctionsPipeline.Sources;

namespace FunctionsPipeline.Tests.Sources;

/// <summary>A feed that is away or hostile costs nothing, and staff hear of it after a day.</summary>
public sealed class SourceTroubleTests : IDisposable
{
    private readonly SourceRoom _room = new();

    public void Dispose() => _room.Dispose();

    [Fact]
    public async Task Pauses_double_up_to_a_day_and_staff_are_told_after_one_day_and_then_weekly()
    {
        var start = _room.Time.GetUtcNow();
        _room.Web.Answers(SourceRoom.Feed, HttpStatusCode.InternalServerError);
        await _room.ReadAsync();
        var hours = new List<double>();
        while (_room.Time.GetUtcNow() < start.AddDays(15))
        {
            await _room.ReadNextAsync();
            hours.Add((_room.Time.GetUtcNow() - start).TotalHours);
        }

        Assert.Equal([1, 3, 7, 15, 24, 48, 72], hours.Take(7));
        Assert.Equal([SourceNoticeKind.Failing], _room.Notices.All.Select(n => n.Kind).Distinct());
        Assert.Equal([0, 1, 2], _room.Notices.All.Select(n => n.Week).Distinct());
        var notice = _room.Notices.All[0];
        Assert.Equal(
            (SourceTrouble.ServerError, 500, start),
            (notice.Trouble!.Value, notice.Status!.Value, notice.Since)
        );
        Assert.Equal("blog.example/feed/", notice.Address);

        _room.Web.Has(SourceRoom.Feed, WordPressFeed.Of(WordPressFeed.Item(1, start)));
        await _room.ReadNextAsync();

        Assert.Equal(SourceNoticeKind.Recovered, _room.Notices.All[^1].Kind);
        Assert.Null((await _room.StateAsync()).Trouble);
        Assert.Single(await _room.LiveAsync());
    }

    [Fact]
    public async Task Trouble_of_an_hour_is_told_to_no_one()
    {
        _room.Web.Answers(SourceRoom.Feed, HttpStatusCode.BadGateway);
        await _room.ReadAsync();
        _room.Web.Has(SourceRoom.Feed, WordPressFeed.Of(WordPressFeed.Item(1, _room.Time.GetUtcNow())));
        await _room.ReadNextAsync();

        Assert.Empty(_room.Notices.All);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, SourceTrouble.TooOften)]
    [InlineData(HttpStatusCode.ServiceUnavailable, SourceTrouble.ServerError)]
    public async Task The_server_says_when_to_come_again(HttpStatusCode status, SourceTrouble trouble)
    {
        _room.Web.Answers(
            SourceRoom.Feed,
            status,
            r => r.Headers.RetryAfter = new System.Net.Http.Headers.RetryConditionHeaderValue(TimeSpan.FromHours(5))
        );
        await _room.ReadAsync();

        var state = await _room.StateAsync();
        Assert.Equal(trouble, state.Trouble);
        Assert.Equal(_room.Time.GetUtcNow().AddHours(5), state.NextRead);
    }

    [Theory]
    [InlineData(600, 1)]
    [InlineData(6 * 3600, 6)]
    [InlineData(30 * 24 * 3600, 24)]
    public async Task An_answer_that_stays_fresh_is_not_asked_for_again(int maxAge, int hours)
    {
        _room.Web.Has(
            SourceRoom.Feed,
            WordPressFeed.Of(WordPressFeed.Item(1, _room.Time.GetUtcNow())),
            r =>
                r.Headers.CacheControl = new System.Net.Http.Headers.CacheControlHeaderValue
                {
                    MaxAge = TimeSpan.FromSeconds(maxAge),
                }
        );
        await _room.ReadAsync();

        Assert.Equal(_room.Time.GetUtcNow().AddHours(hours), (await _room.StateAsync()).NextRead);
    }

    [Fact]
    public async Task Gone_for_good_is_told_at_once_and_not_asked_again_but_by_hand()
    {
        _room.Web.Answers(SourceRoom.Feed, HttpStatusCode.Gone);
        await _room.ReadAsync();
        _room.Time.Advance(TimeSpan.FromDays(60));
        await _room.ReadAsync();
        await _room.Requests.AskDueAsync(default);

        Assert.Single(_room.Web.Asked);
        Assert.Empty(_room.Asks);
        Assert.Equal(SourceNoticeKind.Gone, Assert.Single(_room.Notices.All).Kind);

        _room.Web.Has(SourceRoom.Feed, WordPressFeed.Of(WordPressFeed.Item(1, _room.Time.GetUtcNow())));
        await _room.ReadAsync(now: true);

        Assert.Single(await _room.LiveAsync());
        Assert.Equal(SourceNoticeKind.Recovered, _room.Notices.All[^1].Kind);
        Assert.False((await _room.StateAsync()).IsStopped);
    }

    [Fact]
    public async Task A_permanent_redirect_is_followed_and_told()
    {
        _room.Web.Redirects(
            SourceRoom.Feed,
            "https://www.blog.example/feed/?token=secret",
            HttpStatusCode.MovedPermanently
        );
        _room.Web.Redirects("https://www.blog.example/feed/?token=secret", "/rss", HttpStatusCode.Found);
        _room.Web.Has("https://www.blog.example/rss", WordPressFeed.Of(WordPressFeed.Item(1, _room.Time.GetUtcNow())));
        await _room.ReadAsync();

        Assert.Single(await _room.LiveAsync());
        var notice = Assert.Single(_room.Notices.All);
        Assert.Equal((SourceNoticeKind.Moved, "www.blog.example/feed/"), (notice.Kind, notice.NewAddress));
    }

    [Fact]
    public async Task A_passing_redirect_is_followed_and_not_told()
    {
        _room.Web.Redirects(SourceRoom.Feed, "/other", HttpStatusCode.TemporaryRedirect);
        _room.Web.Has("https://blog.example/other", WordPressFeed.Of(WordPressFeed.Item(1, _room.Time.GetUtcNow())));
        await _room.ReadAsync();

        Assert.Single(await _room.LiveAsync());
        Assert.Empty(_room.Notices.All);
    }

    [Theory]
    [InlineData("https://blog.example/feed/", SourceTrouble.Redirects, 6)]
    [InlineData("http://blog.example/feed/", SourceTrouble.NotSecure, 1)]
    [InlineData("http://169.254.169.254/latest/meta-data/", SourceTrouble.NotSecure, 1)]
    [InlineData("ftp://blog.example/feed", SourceTrouble.NotSecure, 1)]
    [InlineData("http://localhost/feed", SourceTrouble.Forbidden, 1)]
    [InlineData("https://nowhere.example/", SourceTrouble.Unreachable, 2)]
    public async Task Redirects_that_lead_nowhere(string to, SourceTrouble trouble, int asked)
    {
        _room.Web.Redirects(SourceRoom.Feed, to, HttpStatusCode.Found);
        await _room.ReadAsync();

        Assert.Equal(trouble, (await _room.StateAsync()).Trouble);
        Assert.Equal(asked, _room.Web.Asked.Count);
    }

    [Fact]
    public async Task More_than_five_megabytes_are_not_read()
    {
        _room.Web.Has(SourceRoom.Feed, WordPressFeed.Of(new string(' ', 5 * 1024 * 1024)));
        await _room.ReadAsync();

        Assert.Equal(SourceTrouble.TooLarge, (await _room.StateAsync()).Trouble);
    }

    [Fact]
    public async Task Each_trouble_has_words_in_both_languages()
    {
        foreach (var trouble in Enum.GetValues<SourceTrouble>())
        {
            var english = SourceText.Of(trouble, 503, "en");
            var french = SourceText.Of(trouble, 503, "fr-CA");
            Assert.NotEqual(english, french);
            Assert.DoesNotContain('{', english.Problem + french.Problem + english.Advice + french.Advice);
        }
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Nothing_due_costs_one_read_and_no_sources_cost_none()
    {
        var operations = new List<string>();
        _room.Store.Before = (operation, path) => operations.Add($"{operation} {path.Name}");
        _room.Web.Has(SourceRoom.Feed, WordPressFeed.Of(WordPressFeed.Item(1, _room.Time.GetUtcNow())));

        await _room.Requests.AskDueAsync(default);
        Assert.Equal("{\"source\":\"blog-example\",\"now\":false}", Assert.Single(_room.Asks));
        await _room.ReadAsync();
        operations.Clear();
        await _room.Requests.AskDueAsync(default);
        Assert.Equal(["ReadAsync feeds/schedule.json"], operations);
        Assert.Single(_room.Asks);

        _room.Time.Advance(TimeSpan.FromHours(1));
        await _room.Requests.AskDueAsync(default);
        await _room.Requests.AskDueAsync(default);
        Assert.Equal(2, _room.Asks.Count);
        // That message was lost.
        _room.Time.Advance(TimeSpan.FromMinutes(15));
        await _room.Requests.AskDueAsync(default);
        Assert.Equal(3, _room.Asks.Count);

        _room.Site.Settings = _room.Site.Settings with { Sources = [] };
        operations.Clear();
        await _room.Requests.AskDueAsync(default);
        Assert.Empty(operations);
    }

    [Fact]
    public async Task Another_address_or_interval_is_due_at_once()
    {
        _room.Web.Has(SourceRoom.Feed, WordPressFeed.Of(WordPressFeed.Item(1, _room.Time.GetUtcNow())));
        await _room.ReadAsync();
        _room.Site.Settings = _room.Site.Settings with
        {
            Sources = [_room.Source with { Every = TimeSpan.FromMinutes(15) }],
        };

        await _room.Requests.AskDueAsync(default);

        Assert.Single(_room.Asks);
    }

    [Fact]
    public async Task A_person_can_ask()
    {
        Assert.True(await _room.Requests.AskNowAsync("blog-example", default));
        Assert.False(await _room.Requests.AskNowAsync("other", default));

        Assert.Equal("{\"source\":\"blog-example\",\"now\":true}", Assert.Single(_room.Asks));
    }
}
