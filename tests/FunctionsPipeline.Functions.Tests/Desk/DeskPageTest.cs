namespace FunctionsPipeline.Functions.Tests.Desk;

/// <summary>A test of pages for someone who is signed in.</summary>
public abstract class DeskPageTest : IAsyncLifetime
{
    internal DeskApp App { get; private set; } = null!;

    internal DeskBrowser Browser { get; private set; } = null!;

    protected virtual bool WithFakeSending => false;

    public async Task InitializeAsync()
    {
        App = await DeskApp.StartAsync(withFakeSending: WithFakeSending);
        Browser = await App.SignInAsync();
        await PrepareAsync();
    }

    public async Task DisposeAsync()
    {
        Browser.Dispose();
        await App.DisposeAsync();
    }

    /// <summary>What is there before the test.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>The value of a field in a form, as the browser would send it.</summary>
    internal static string Value(DeskReply page, string name) =>
        System.Net.WebUtility.HtmlDecode(page.Body.Split($"name=\"{name}\"")[1].Split("value=\"")[1].Split('"')[0]);
}
