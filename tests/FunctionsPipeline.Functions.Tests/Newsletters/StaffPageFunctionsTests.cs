using FunctionsPipeline.Functions.Newsletters;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Functions.Tests.Newsletters;

public sealed class StaffPageFunctionsTests : IDisposable
{
    private readonly Newsroom _room = new();

    public void Dispose() => _room.Dispose();

    private static DefaultHttpContext Context(string method) =>
        new()
        {
            Request = { Method = method },
            Response = { Body = new MemoryStream() },
            RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider(),
        };

    private async Task<(int Status, string Body, IHeaderDictionary Headers)> StopAsync(string method, string token)
    {
        var context = Context(method);
        var result = await new StopIssue(_room.Pages).RunAsync(context.Request, token, CancellationToken.None);
        return await AnswerAsync(context, result);
    }

    private static async Task<(int, string, IHeaderDictionary)> AnswerAsync(DefaultHttpContext context, IResult result)
    {
        await result.ExecuteAsync(context);
        context.Response.Body.Position = 0;
        using var reader = new StreamReader(context.Response.Body);
        return (context.Response.StatusCode, await reader.ReadToEndAsync(), context.Response.Headers);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task Following_the_link_stops_nothing(string method)
    {
        var (stop, _) = await _room.PlanSampleAsync();

        var answer = await StopAsync(method, stop);

        Assert.Equal(200, answer.Status);
        Assert.Null(_room.Sending.Issues[0].Stop);
    }

    [Fact]
    public async Task The_button_stops_and_pressing_it_again_does_no_harm()
    {
        var (stop, _) = await _room.PlanSampleAsync();

        var first = await StopAsync("POST", stop);
        var second = await StopAsync("POST", stop);

        Assert.Equal((200, 200), (first.Status, second.Status));
        Assert.NotNull(_room.Sending.Issues[0].Stop);
    }

    [Fact]
    public async Task A_page_behind_a_signed_link_is_neither_kept_nor_told_of()
    {
        var (_, report) = await _room.PlanSampleAsync();
        var context = Context("GET");

        var answer = await AnswerAsync(
            context,
            await new IssuePage(_room.Pages).RunAsync(context.Request, report, CancellationToken.None)
        );

        Assert.Equal(200, answer.Item1);
        Assert.Equal("no-store", answer.Item3.CacheControl);
        Assert.Equal("no-referrer", answer.Item3["Referrer-Policy"]);
        Assert.Equal("noindex, nofollow", answer.Item3["X-Robots-Tag"]);
        Assert.Contains("default-src 'none'", answer.Item3.ContentSecurityPolicy.ToString(), StringComparison.Ordinal);
        Assert.Equal("text/html; charset=utf-8", context.Response.ContentType);
    }

    [Fact]
    public async Task A_link_that_was_tampered_with_is_answered_with_404() =>
        Assert.Equal(404, (await StopAsync("POST", "nonsense")).Status);
}
