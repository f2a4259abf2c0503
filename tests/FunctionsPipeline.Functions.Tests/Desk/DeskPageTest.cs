using System.Text;
using FunctionsPipeline.Desk;
using FunctionsPipeline.Subscribers.Import;
using Microsoft.Extensions.DependencyInjection;

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

    /// <summary>Fills in the form that imports a list to the weekly newsletter.</summary>
    internal async Task<DeskReply> SendListAsync(string how, string csv, string? token = "", bool withFile = true)
    {
        using var form = new MultipartFormDataContent();
        if (token is not null)
            form.Add(new StringContent(token.Length == 0 ? Browser.Token : token), DeskVisit.TokenField);
        foreach (
            var (name, value) in new[]
            {
                ("newsletter", "weekly"),
                ("basis", "express"),
                ("date", "2026-01-15"),
                ("statement", "Paper form."),
                ("how", how),
            }
        )
            form.Add(new StringContent(value), name);
        if (withFile)
            form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(csv)), "list", "list.csv");
        return await Browser.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, "/api/desk/readers/import") { Content = form }
        );
    }

    /// <summary>Imports a list to the weekly newsletter.</summary>
    internal async Task ImportAsync(string csv)
    {
        await Browser.GetAsync("/api/desk/readers/import");
        var answer = await SendListAsync("import", csv);
        await App.Services.GetRequiredService<ImportRunner>().RunAsync(answer.Location!.Split("id=")[1], null, default);
    }

    /// <summary>The value of a field in a form, as the browser would send it.</summary>
    internal static string Value(DeskReply page, string name) =>
        System.Net.WebUtility.HtmlDecode(page.Body.Split($"name=\"{name}\"")[1].Split("value=\"")[1].Split('"')[0]);
}
