using System.Net;

namespace FunctionsPipeline.Journeys;

public sealed class StartAndStopTests
{
    [Fact]
    public async Task The_app_starts_on_an_empty_account_tells_that_it_is_well_and_ends_when_asked()
    {
        await using var app = await RunningApp.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await app.Http.GetAsync(new Uri(app.Address, "api/health"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.GetAsync(new Uri(app.Address, "no-such-page/"))).StatusCode);
        Assert.Equal(0, await app.StopAsync());
    }
}
