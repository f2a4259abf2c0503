using System.Net;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Links;

namespace FunctionsPipeline.Journeys.Subscribers;

/// <summary>Rule B5 on the running app: regardless of log settings, no token of a link is in it.</summary>
public sealed class TokenLogTests
{
    [Fact]
    public async Task No_token_reaches_the_log_even_with_everything_switched_on()
    {
        await using var app = await RunningApp.StartAsync(
            settings: new Dictionary<string, string>
            {
                ["Logging__LogLevel__Default"] = "Trace",
                ["Logging__LogLevel__Microsoft.AspNetCore"] = "Trace",
                ["Logging__Console__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics"] = "Trace",
                ["Logging__Console__FormatterOptions__IncludeScopes"] = "true",
            }
        );
        var id = SubscriberId.New(7);
        var link = new SubscriberLinks(
            new LinkSigner(SubscriberKeys.Development),
            new SubscriberUrls(app.Address)
        ).Unsubscribe(id, "weekly");
        var token = link.Segments[^1];

        using var shown = await app.Http.GetAsync(new Uri(link + "?code=" + token));
        using var left = await app.Http.PostAsync(
            link,
            new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")])
        );
        using var nowhere = await app.Http.GetAsync(new Uri(app.Address, "api/nowhere/" + token));
        await app.StopAsync();

        Assert.Equal(HttpStatusCode.NotFound, nowhere.StatusCode);
        Assert.Contains("Executed 'Functions.Unsubscribe'", app.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(token, app.Log, StringComparison.Ordinal);
    }
}
