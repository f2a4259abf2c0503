using System.Net;
using System.Net.Sockets;
using FunctionsPipeline.Mail;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.SendGrid.Tests;

/// <summary>Did it go out? Only what proves that it did not may say so.</summary>
public sealed class SendOutcomeTests
{
    [Fact]
    public async Task A_202_is_submitted_with_its_message_id()
    {
        var result = await SubmitAsync(s => s.Answers(202, "", "X-Message-Id: abc123"));
        Assert.Equal(new SendResult(SendOutcome.Submitted, "abc123"), result);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(413)]
    public async Task A_4xx_is_not_sent_and_will_not_be(int status)
    {
        var result = await SubmitAsync(s =>
            s.Answers(status, """{"errors":[{"message":"no","field":null,"help":null}]}""")
        );
        Assert.Equal(SendOutcome.NotSent, result.Outcome);
        Assert.True(result.Permanent);
        Assert.Equal($"{status} no", result.Reason);
        Assert.Null(result.RefusedRecipients);
        Assert.Equal(status is 401 or 403, result.AccountRefused);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(302)]
    [InlineData(200)]
    public async Task A_5xx_and_an_undocumented_status_are_unknown(int status)
    {
        var result = await SubmitAsync(s => s.Answers(status, "<html>oops</html>", "Location: http://127.0.0.1:1/"));
        Assert.Equal(SendOutcome.Unknown, result.Outcome);
    }

    [Fact]
    public async Task A_429_names_the_time_of_its_header()
    {
        var reset = Mailing.Now.AddSeconds(42);
        var result = await SubmitAsync(s => s.Answers(429, "", $"X-RateLimit-Reset: {reset.ToUnixTimeSeconds()}"));
        Assert.Equal((SendOutcome.NotSent, reset, false), (result.Outcome, result.NotBefore!.Value, result.Permanent));
    }

    [Theory]
    [InlineData("X-RateLimit-Reset: 99999999999999")]
    [InlineData("X-RateLimit-Reset: soon")]
    [InlineData("X-Nothing: 1")]
    public async Task A_429_without_a_sensible_time_waits_a_minute(string header)
    {
        var result = await SubmitAsync(s => s.Answers(429, "", header));
        Assert.Equal(Mailing.Now.AddMinutes(1), result.NotBefore);
    }

    [Fact]
    public async Task A_connection_dropped_after_the_request_is_unknown_and_nothing_is_posted_again()
    {
        await using var server = new ScriptedServer().Drops();
        var result = await SubmitAsync(server);
        Assert.Equal(SendOutcome.Unknown, result.Outcome);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task A_broken_answer_is_unknown() =>
        Assert.Equal(SendOutcome.Unknown, (await SubmitAsync(s => s.DropsWithinTheAnswer())).Outcome);

    [Fact]
    public async Task A_connection_that_was_kept_and_dies_is_not_used_for_a_second_post()
    {
        await using var server = new ScriptedServer().Answers(202).Drops();
        await using var services = Mailing.Services(server.Address);
        var mail = services.GetRequiredService<IBulkMail>();
        Assert.Equal(SendOutcome.Submitted, (await mail.SubmitAsync(Mailing.Request(), default)).Outcome);

        var second = await mail.SubmitAsync(Mailing.Request(), default);

        Assert.True(second.Outcome is SendOutcome.Unknown or SendOutcome.NotSent);
        Assert.InRange(server.Waiting, 1, 2);
    }

    [Fact]
    public async Task No_answer_within_60_seconds_is_unknown()
    {
        var clock = new ManualTimeProvider(Mailing.Now);
        await using var server = new ScriptedServer().NeverAnswers();
        await using var services = Mailing.Services(server.Address, clock);
        var sending = services.GetRequiredService<IBulkMail>().SubmitAsync(Mailing.Request(), default);
        await server.NextAsync();
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(sending.IsCompleted);

        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(SendOutcome.Unknown, (await sending).Outcome);
    }

    [Fact]
    public async Task Stopping_does_not_break_off_a_request_that_was_written()
    {
        using var stopping = new CancellationTokenSource();
        var clock = new ManualTimeProvider(Mailing.Now);
        await using var server = new ScriptedServer().NeverAnswers();
        await using var services = Mailing.Services(server.Address, clock);
        var sending = services.GetRequiredService<IBulkMail>().SubmitAsync(Mailing.Request(), stopping.Token);
        await server.NextAsync();

        await stopping.CancelAsync();

        Assert.False(sending.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(SendOutcome.Unknown, (await sending).Outcome);
    }

    [Fact]
    public async Task Stopped_before_it_began_nothing_is_sent()
    {
        await using var server = new ScriptedServer();
        await using var services = Mailing.Services(server.Address);

        var result = await services
            .GetRequiredService<IBulkMail>()
            .SubmitAsync(Mailing.Request(), new CancellationToken(canceled: true));

        Assert.Equal((SendOutcome.NotSent, false), (result.Outcome, result.Permanent));
        Assert.Equal("Nothing was sent: it was stopped before its first byte.", result.Reason);
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task Withdrawn_when_the_connection_stands_nothing_is_sent()
    {
        await using var server = new ScriptedServer().Answers(202);
        await using var services = Mailing.Services(server.Address);
        var asked = 0;

        var result = await services
            .GetRequiredService<IBulkMail>()
            .SubmitAsync(Mailing.Request() with { StillWanted = () => ++asked > 1 }, default);

        Assert.Equal((SendOutcome.NotSent, 1, false), (result.Outcome, asked, result.Permanent));
        Assert.Equal(0, server.Waiting);
        Assert.Equal("Nothing was sent: it was withdrawn.", result.Reason);
    }

    [Fact]
    public Task No_one_listening_is_not_sent() =>
        AssertNotReachedAsync(new Uri($"http://127.0.0.1:{FreePort.Find()}/"));

    [Fact]
    public Task An_unknown_name_is_not_sent() => AssertNotReachedAsync(new Uri("https://no-such-host.invalid/"));

    [Fact]
    public async Task A_failing_TLS_handshake_is_not_sent()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var refusing = RefuseHandshakesAsync(listener);
        await AssertNotReachedAsync(new Uri($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"));
        listener.Stop();
        await refusing;
    }

    [Fact]
    public async Task One_refused_address_is_named_by_its_index_and_not_by_itself()
    {
        var result = await SubmitAsync(s =>
            s.Answers(
                400,
                """{"errors":[{"message":"Does not contain a valid address: ann@mail.example.","field":"personalizations.1.to.0.email","help":"x"}]}"""
            )
        );
        Assert.Equal(SendOutcome.NotSent, result.Outcome);
        Assert.Equal([1], result.RefusedRecipients);
        Assert.Equal("400 Does not contain a valid address: [address] (personalizations.1.to.0.email)", result.Reason);
    }

    [Theory]
    [InlineData("""{"errors":[{"message":"a","field":"personalizations.1.to"},{"message":"b","field":"from"}]}""")]
    [InlineData("""{"errors":[{"message":"a","field":"personalizations.7.to"}]}""")]
    [InlineData("""{"errors":[{"message":"a","field":"personalizations"}]}""")]
    [InlineData("""{"errors":[{"message":"a","field":"personalizations.1.custom_args"}]}""")]
    [InlineData("""{"errors":[]}""")]
    [InlineData("not json")]
    public async Task Any_other_refusal_is_of_the_whole_request(string body) =>
        Assert.Null((await SubmitAsync(s => s.Answers(400, body))).RefusedRecipients);

    [Fact]
    public async Task In_sandbox_mode_200_is_submitted_and_the_request_says_so()
    {
        await using var server = new ScriptedServer().Answers(200);
        await using var services = Mailing.Services(server.Address, null, ("SandboxMode", "true"));
        var result = await services.GetRequiredService<IBulkMail>().SubmitAsync(Mailing.Request(), default);
        Assert.Equal(SendOutcome.Submitted, result.Outcome);
        using var body = System.Text.Json.JsonDocument.Parse((await server.NextAsync()).Body);
        Assert.True(
            body.RootElement.GetProperty("mail_settings").GetProperty("sandbox_mode").GetProperty("enable").GetBoolean()
        );
    }

    private static async Task AssertNotReachedAsync(Uri address)
    {
        await using var services = Mailing.Services(address);
        var result = await services.GetRequiredService<IBulkMail>().SubmitAsync(Mailing.Request(), default);
        Assert.Equal(SendOutcome.NotSent, result.Outcome);
        Assert.StartsWith("Nothing was sent", result.Reason, StringComparison.Ordinal);
        Assert.False(result.Permanent);
    }

    private static async Task RefuseHandshakesAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await client.GetStream().WriteAsync("this is not TLS\r\n"u8.ToArray());
            }
        }
        catch (Exception e)
            when (e is SocketException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private static async Task<SendResult> SubmitAsync(Action<ScriptedServer> script)
    {
        await using var server = new ScriptedServer();
        script(server);
        return await SubmitAsync(server);
    }

    private static async Task<SendResult> SubmitAsync(ScriptedServer server)
    {
        await using var services = Mailing.Services(server.Address);
        return await services.GetRequiredService<IBulkMail>().SubmitAsync(Mailing.Request(), default);
    }
}
