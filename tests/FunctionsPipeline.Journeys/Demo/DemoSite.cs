using FunctionsPipeline.Journeys.Running;

namespace FunctionsPipeline.Journeys.Demo;

/// <summary>
/// The demo, played to its end and still serving: articles, readers and an issue that was sent. For all who only look.
/// </summary>
public sealed class DemoSite : IAsyncLifetime
{
    private RunningApp? _app;

    public HttpClient Http => _app!.Http;

    public async Task InitializeAsync()
    {
        // It brings a storage of its own, regardless of the settings.
        _app = await RunningApp.StartAsync("UseDevelopmentStorage=true", settings: null, "--demo");
        await Eventually.TrueAsync(
            () => _app.Log.Contains("as expected", StringComparison.Ordinal),
            "the end of the demo",
            TimeSpan.FromMinutes(4)
        );
        Assert.True(_app.Log.Contains("Everything is as expected.", StringComparison.Ordinal), _app.Log);
    }

    public Task DisposeAsync() => _app?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    public Uri Url(string path) => new(_app!.Address, path);

    /// <summary>A link that the demo printed.</summary>
    /// <param name="what">As it is named there.</param>
    public Uri Printed(string what) =>
        new(
            _app!
                .Log.Split('\n')
                .Select(line => line.Trim())
                .First(line => line.StartsWith(what + " ", StringComparison.Ordinal))[what.Length..]
                .Trim()
        );

    /// <summary>A mail's HTML as its recipient got it, of one in the inbox.</summary>
    public async Task<string> MailAsync(string what)
    {
        var html = await Http.GetStringAsync(new Uri(Printed(what).AbsoluteUri + "/html"));
        // What the inbox adds so that links open beside it.
        return html.Replace("<base target=\"_blank\">", "", StringComparison.Ordinal);
    }
}

/// <summary>The demo and the browser that these journeys share.</summary>
[CollectionDefinition(nameof(DemoSite))]
public sealed class DemoSiteCollection : ICollectionFixture<DemoSite>, ICollectionFixture<Browser>;
