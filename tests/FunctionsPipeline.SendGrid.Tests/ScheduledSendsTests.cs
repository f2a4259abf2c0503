using System.Text;
using FunctionsPipeline.Mail;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.SendGrid.Tests;

public sealed class ScheduledSendsTests
{
    private const string Date = "Date: Tue, 10 Mar 2026 15:00:07 GMT";
    private static readonly DateTimeOffset ProviderTime = Mailing.Now.AddSeconds(7);

    [Fact]
    public async Task A_batch_comes_with_the_providers_clock()
    {
        await using var server = new ScriptedServer().Answers(201, """{"batch_id":"b1"}""", Date);
        Assert.Equal(new BatchAnswer("b1", ProviderTime), await CallAsync(server, m => m.CreateBatchAsync(default)));
        Assert.Equal("POST /v3/mail/batch HTTP/1.1", (await server.NextAsync()).Line);
    }

    [Theory]
    [InlineData(500, "")]
    [InlineData(201, "{}")]
    [InlineData(201, "nonsense")]
    public async Task No_batch_is_no_batch(int status, string body)
    {
        await using var server = new ScriptedServer().Answers(status, body, Date);
        var answer = await CallAsync(server, m => m.CreateBatchAsync(default));
        Assert.Equal((null, ProviderTime), (answer.BatchId, answer.ProviderTime));
        Assert.NotNull(answer.Reason);
    }

    [Theory]
    [InlineData(201, CancelState.Cancelled)]
    [InlineData(200, CancelState.Unknown)]
    [InlineData(400, CancelState.Refused)]
    [InlineData(401, CancelState.Refused)]
    [InlineData(500, CancelState.Unknown)]
    public async Task Only_a_201_confirms_a_cancel(int status, CancelState expected)
    {
        await using var server = new ScriptedServer().Answers(status, """{"batch_id":"b/1","status":"cancel"}""", Date);
        var answer = await CallAsync(server, m => m.CancelAsync("b/1", default));
        Assert.Equal((expected, ProviderTime), (answer.State, answer.ProviderTime));
        var received = await server.NextAsync();
        Assert.Equal("POST /v3/user/scheduled_sends HTTP/1.1", received.Line);
        Assert.Equal("""{"batch_id":"b/1","status":"cancel"}""", Encoding.UTF8.GetString(received.Body));
    }

    [Fact]
    public async Task A_lost_answer_to_a_cancel_is_unknown()
    {
        await using var server = new ScriptedServer().Drops();
        var answer = await CallAsync(server, m => m.CancelAsync("b1", default));
        Assert.Equal((CancelState.Unknown, null), (answer.State, answer.ProviderTime));
        Assert.Equal(1, server.Connections);
    }

    [Theory]
    [InlineData(200, """[{"batch_id":"b1","status":"cancel"}]""", CancelState.Cancelled)]
    [InlineData(200, """[{"batch_id":"b1","status":"pause"}]""", CancelState.None)]
    [InlineData(200, """[{"batch_id":"other","status":"cancel"}]""", CancelState.None)]
    [InlineData(200, "[]", CancelState.None)]
    [InlineData(404, "", CancelState.None)]
    [InlineData(200, "{}", CancelState.Unknown)]
    [InlineData(503, "", CancelState.Unknown)]
    [InlineData(429, "", CancelState.Refused)]
    public async Task A_look_up_counts_only_for_this_batch_and_status(int status, string body, CancelState expected)
    {
        await using var server = new ScriptedServer().Answers(status, body, Date);
        Assert.Equal(expected, (await CallAsync(server, m => m.GetCancellationAsync("b1", default))).State);
        Assert.Equal("GET /v3/user/scheduled_sends/b1 HTTP/1.1", (await server.NextAsync()).Line);
    }

    [Theory]
    [InlineData(204, CancelState.None)]
    [InlineData(404, CancelState.None)]
    [InlineData(400, CancelState.Refused)]
    [InlineData(500, CancelState.Unknown)]
    public async Task Releasing_frees_the_place(int status, CancelState expected)
    {
        await using var server = new ScriptedServer().Answers(status, "", Date);
        Assert.Equal(expected, (await CallAsync(server, m => m.ReleaseAsync("b1", default))).State);
        Assert.Equal("DELETE /v3/user/scheduled_sends/b1 HTTP/1.1", (await server.NextAsync()).Line);
    }

    private static async Task<T> CallAsync<T>(ScriptedServer server, Func<IBulkMail, Task<T>> call)
    {
        await using var services = Mailing.Services(server.Address);
        return await call(services.GetRequiredService<IBulkMail>());
    }
}
