using System.Net;
using System.Text.Json;
using FunctionsPipeline.LocalDev.Clock;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Journeys;

public sealed class StartAndStopTests
{
    [Fact]
    public async Task The_app_starts_on_an_empty_account_tells_that_it_is_well_and_ends_when_asked()
    {
        await using var app = await RunningApp.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await app.Http.GetAsync(new Uri(app.Address, "api/health"))).StatusCode);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await app.Http.GetAsync(new Uri(app.Address, "no-such-page/"))).StatusCode
        );
        using var front = await app.Http.GetAsync(app.Address);
        Assert.Contains("Nothing is published yet", await front.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await app.StopAsync());
    }

    [Fact]
    public async Task A_laptop_that_slept_for_a_month_is_no_old_copy()
    {
        var storage = await AzuriteFixture.NewAccountAsync();
        var now = TimeProvider.System.GetUtcNow();
        await TickAsync(now);

        await TickAsync(now.AddDays(30));

        async Task TickAsync(DateTimeOffset from)
        {
            var clock = new ClockSetting(TimeProvider.System.GetUtcNow(), from, 60);
            await using var app = await RunningApp.StartAsync(
                storage,
                new Dictionary<string, string> { ["LocalDev__Clock"] = clock.ToString() }
            );
            JsonElement standing = default;
            await Eventually.TrueAsync(
                async () =>
                    await Drops.ReadAsync(storage, Containers.State, "sending/standing.json") is { } json
                    && (
                        IsFenced(standing = JsonDocument.Parse(json).RootElement)
                        || standing.GetProperty("lastTick").GetDateTimeOffset() >= from
                    ),
                $"a tick:\n{app.Log}"
            );
            Assert.False(IsFenced(standing), standing.GetRawText());
        }

        static bool IsFenced(JsonElement standing) =>
            standing.TryGetProperty("fence", out var fence) && fence.ValueKind != JsonValueKind.Null;
    }
}
