using System.Text.Json;
using FunctionsPipeline.Functions.Operations;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Settings;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Functions.Tests.Operations;

public sealed class HealthTests
{
    [Fact]
    public async Task A_refused_key_is_said_without_the_provider_s_words_and_restarts_nothing()
    {
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 3, 10, 15, 0, 0, TimeSpan.Zero));
        var sending = new FakeSending(time);
        Assert.Equal("""{"status":"healthy","mail":"ok"}""", await AskAsync(sending));

        sending.Refusals =
        [
            new MailRefusal("send mail", "401 revoked", time.GetUtcNow()),
            new MailRefusal("open a batch", "401 revoked", time.GetUtcNow().AddMinutes(-5)),
        ];

        Assert.Equal("""{"status":"healthy","mail":"refused by the provider since 2026-03-10 14:55:00Z"}""", await AskAsync(sending));
    }

    [Fact]
    public async Task A_postal_address_that_is_missing_is_said_because_nothing_is_mailed_without()
        => Assert.Contains("no postal address", await AskAsync(new FakeSending(new ManualTimeProvider()), new SiteSettings()), StringComparison.Ordinal);

    private static async Task<string> AskAsync(ISending sending, SiteSettings? site = null)
    {
        var answer = await new Health(sending, new FixedSettings(site ?? SampleIssue.Site)).RunAsync(new DefaultHttpContext().Request, default);
        Assert.Null(((IStatusCodeHttpResult)answer).StatusCode);
        return JsonSerializer.Serialize(((IValueHttpResult)answer).Value);
    }
}
