using System.Net;
using FunctionsPipeline.Mail;
using FunctionsPipeline.SendGrid.Calls;
using Microsoft.Extensions.DependencyInjection;
using SendGrid;

namespace FunctionsPipeline.SendGrid.Tests.Calls;

/// <summary>What SendGrid's client could distort and must not: it stands between the wire and the verdict.</summary>
public sealed class ClientTests
{
    public static TheoryData<string, Func<IBulkMail, Task>> Calls { get; } =
        new()
        {
            { "POST /v3/mail/send", m => m.SubmitAsync(Mailing.Request(), default) },
            { "POST /v3/mail/batch", m => m.CreateBatchAsync(default) },
            { "POST /v3/user/scheduled_sends", m => m.CancelAsync("b1", default) },
            { "GET /v3/user/scheduled_sends/b1", m => m.GetCancellationAsync("b1", default) },
            { "DELETE /v3/user/scheduled_sends/b1", m => m.ReleaseAsync("b1", default) },
            {
                "GET /v3/suppression/unsubscribes",
                m => Assert.ThrowsAsync<HttpRequestException>(() => ReadListsAsync(m))
            },
        };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task No_call_is_made_twice(string line, Func<IBulkMail, Task> call)
    {
        foreach (var status in new[] { 429, 500, 503 })
            await AssertOnceAsync(s => s.Answers(status, "", "Retry-After: 0"));
        await AssertOnceAsync(s => s.DropsWithinTheAnswer());
        // Without a body .NET itself may repeat a call whose connection is dropped: harmless for a read and a delete.
        if (line.StartsWith("POST", StringComparison.Ordinal))
            await AssertOnceAsync(s => s.Drops());

        async Task AssertOnceAsync(Action<ScriptedServer> script)
        {
            await using var server = new ScriptedServer();
            script(server);
            await using var services = Mailing.Services(server.Address);
            await call(services.GetRequiredService<IBulkMail>());
            Assert.Equal(1, server.Waiting);
            var received = await server.NextAsync();
            Assert.StartsWith(line, received.Line, StringComparison.Ordinal);
            Assert.Equal("Bearer SG.test", received.Headers["Authorization"]);
            Assert.Equal("application/json", received.Headers["Accept"]);
        }
    }

    [Theory]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        await using var elsewhere = new ScriptedServer().Answers(202);
        await using var server = new ScriptedServer().Answers(status, "", $"Location: {elsewhere.Address}v3/mail/send");
        Assert.Equal(SendOutcome.Unknown, (await SubmitAsync(server)).Outcome);
        Assert.Equal(0, elsewhere.Connections);
    }

    [Theory]
    [InlineData(202, SendOutcome.Submitted)]
    [InlineData(400, SendOutcome.NotSent)]
    [InlineData(401, SendOutcome.NotSent)]
    [InlineData(500, SendOutcome.Unknown)]
    public async Task A_status_counts_even_if_the_rest_of_the_answer_is_lost(int status, SendOutcome expected)
    {
        await using var server = new ScriptedServer().BreaksOff(status);
        Assert.Equal(expected, (await SubmitAsync(server)).Outcome);
    }

    [Fact]
    public async Task A_429_keeps_its_time_and_a_cancel_its_proof_if_the_rest_is_lost()
    {
        var reset = Mailing.Now.AddSeconds(42);
        await using var server = new ScriptedServer()
            .BreaksOff(429, $"X-RateLimit-Reset: {reset.ToUnixTimeSeconds()}")
            .BreaksOff(201, "Date: Tue, 10 Mar 2026 15:00:07 GMT");
        await using var services = Mailing.Services(server.Address);
        var mail = services.GetRequiredService<IBulkMail>();

        Assert.Equal(reset, (await mail.SubmitAsync(Mailing.Request(), default)).NotBefore);
        Assert.Equal(
            new CancelAnswer(CancelState.Cancelled, Mailing.Now.AddSeconds(7)),
            await mail.CancelAsync("b1", default)
        );
    }

    [Fact]
    public async Task An_error_body_that_never_ends_costs_60_seconds_and_not_the_verdict()
    {
        var clock = new ManualTimeProvider(Mailing.Now);
        using var body = new EndlessContent();
        var answer = new HttpResponseMessage(HttpStatusCode.RequestEntityTooLarge) { Content = body };
        await using var services = Mailing.Services(new StubWire((_, _) => Task.FromResult(answer)), clock);
        var sending = services.GetRequiredService<IBulkMail>().SubmitAsync(Mailing.Request(), default);
        await body.Reading;

        clock.Advance(TimeSpan.FromSeconds(60));

        var result = await sending;
        Assert.Equal((SendOutcome.NotSent, true), (result.Outcome, result.Permanent));
    }

    [Theory]
    [InlineData("Content-Type: application/json; charset=utf8")]
    [InlineData("Content-Type: text/html; charset=no-such-charset")]
    [InlineData("Content-Type: nonsense")]
    public async Task A_strange_content_type_changes_nothing(string header)
    {
        await using var server = new ScriptedServer().Answers(
            400,
            """{"errors":[{"message":"no","field":null}]}""",
            header
        );
        Assert.Equal("400 no", (await SubmitAsync(server)).Reason);
    }

    [Fact]
    public async Task Any_failure_after_the_first_byte_is_unknown_and_is_not_thrown()
    {
        var result = await SubmitAsync(
            async (request, stop) =>
            {
                await request.Content!.CopyToAsync(Stream.Null, stop);
                throw new InvalidOperationException("a fault in something below the client, of reader0@mail.example");
            }
        );
        Assert.Equal(SendOutcome.Unknown, result.Outcome);
        Assert.Equal("The request was written and the answer is missing: InvalidOperationException.", result.Reason);
    }

    [Fact]
    public Task A_fault_before_the_first_byte_is_a_fault() =>
        Assert.ThrowsAsync<InvalidOperationException>(() =>
            SubmitAsync((_, _) => throw new InvalidOperationException("a fault"))
        );

    [Fact]
    public async Task Calls_at_the_same_time_are_judged_each_by_itself()
    {
        var arrived = 0;
        var together = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var wire = new StubWire(
            async (request, stop) =>
            {
                if (Interlocked.Increment(ref arrived) == 8)
                    together.SetResult();
                await together.Task;
                var number = int.Parse(request.RequestUri!.Segments[^1]);
                if (number % 2 == 0)
                    throw new HttpRequestException(HttpRequestError.ConnectionError);
                await request.Content!.CopyToAsync(Stream.Null, stop);
                throw new HttpRequestException(HttpRequestError.ResponseEnded);
            }
        );
        await using var services = Mailing.Services(wire);
        var api = services.GetRequiredService<SendGridApi>();

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(i => api.RequestAsync("test", BaseClient.Method.POST, $"test/{i}", "{}", query: null, default))
        );

        Assert.Equal(Enumerable.Range(0, 8).Select(i => i % 2 == 1), answers.Select(a => a.Began));
    }

    [Fact]
    public async Task A_stopped_call_without_a_body_is_cancelled()
    {
        using var stopping = new CancellationTokenSource();
        await using var server = new ScriptedServer().NeverAnswers();
        await using var services = Mailing.Services(server.Address);
        var looking = services.GetRequiredService<IBulkMail>().GetCancellationAsync("b1", stopping.Token);
        await server.NextAsync();

        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => looking);
    }

    private static async Task ReadListsAsync(IBulkMail mail)
    {
        await foreach (var _ in mail.ListSuppressionsAsync(Mailing.Now.AddDays(-1), default))
            Assert.Fail("Nothing could be read.");
    }

    private static async Task<SendResult> SubmitAsync(ScriptedServer server)
    {
        await using var services = Mailing.Services(server.Address);
        return await services.GetRequiredService<IBulkMail>().SubmitAsync(Mailing.Request(), default);
    }

    private static async Task<SendResult> SubmitAsync(
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer
    )
    {
        await using var services = Mailing.Services(new StubWire(answer));
        return await services.GetRequiredService<IBulkMail>().SubmitAsync(Mailing.Request(), default);
    }

    /// <summary>A body of which nothing comes until the reader gives up.</summary>
    private sealed class EndlessContent : HttpContent
    {
        private readonly TaskCompletionSource _reading = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reading => _reading.Task;

        protected override Task SerializeToStreamAsync(
            Stream stream,
            TransportContext? context,
            CancellationToken cancellationToken
        )
        {
            _reading.TrySetResult();
            return Task.Delay(Timeout.Infinite, cancellationToken);
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
