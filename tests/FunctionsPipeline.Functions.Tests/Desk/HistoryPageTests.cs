using System.Net;
using FunctionsPipeline.Desk.History;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Functions.Tests.Desk;

public sealed class HistoryPageTests : IAsyncLifetime
{
    private DeskApp _app = null!;

    public async Task InitializeAsync() => _app = await DeskApp.StartAsync();

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    [Fact]
    public async Task Signing_in_and_out_everywhere_are_lines()
    {
        using var browser = await _app.SignInAsync();
        await browser.GetAsync("/api/desk");
        await browser.PostAsync("/api/desk/sign-out-everywhere");
        using var colleague = await _app.SignInAsync(DeskApp.Colleague);

        var page = await colleague.GetAsync("/api/desk/history");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("signed out on all devices", page.Text, StringComparison.Ordinal);
        Assert.Contains(DeskApp.Colleague, page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_of_it_is_there_as_a_file_in_which_nothing_runs()
    {
        var history = _app.Services.GetRequiredService<DeskHistory>();
        await history.AddAsync(
            DeskApp.Staff,
            new DeskAct("changed", What: "=cmd()", Before: "a,b", After: "c"),
            default
        );
        using var browser = await _app.SignInAsync();

        var file = await browser.GetAsync("/api/desk/history/export");

        Assert.Contains($"{DeskApp.Staff},changed,", file.Body, StringComparison.Ordinal);
        Assert.Contains("'=cmd()", file.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(",=cmd()", file.Body, StringComparison.Ordinal);
        Assert.Contains("\"a,b\",c\r\n", file.Body, StringComparison.Ordinal);
    }
}
