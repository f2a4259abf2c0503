using FunctionsPipeline.Mail;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.SendGrid.Tests.Calls;

/// <summary>The API key and addresses are in no log, no reason and no exception, regardless of the failure.</summary>
public sealed class SecrecyTests
{
    private const string Quoting = """{"errors":[{"message":"no good, says reader0@mail.example","field":null}]}""";

    public static TheoryData<string> Failures { get; } = ["refused", "forbidden", "broken", "unreachable", "unknown"];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Nothing_that_is_reported_holds_the_key_or_an_address(string failure)
    {
        var logs = new RecordingLog();
        await using var server = new ScriptedServer();
        for (var i = 0; i < 6; i++)
        {
            _ = failure switch
            {
                "refused" => server.Answers(400, Quoting),
                "forbidden" => server.Answers(403, Quoting),
                _ => server.BreaksOff(200),
            };
        }
        await using var services = failure switch
        {
            "unreachable" => Mailing.Services(new Uri($"http://127.0.0.1:{FreePort.Find()}/"), logs),
            "unknown" => Mailing.Services(new Uri("https://no-such-host.invalid/"), logs),
            _ => Mailing.Services(server.Address, logs),
        };
        var mail = services.GetRequiredService<IBulkMail>();

        var reported = new List<string?>
        {
            (await mail.SubmitAsync(Mailing.Request(), default)).ToString(),
            (await mail.CreateBatchAsync(default)).ToString(),
            (await mail.CancelAsync("b1", default)).ToString(),
            (await mail.GetCancellationAsync("b1", default)).ToString(),
            (await mail.ReleaseAsync("b1", default)).ToString(),
            (
                await Assert.ThrowsAsync<HttpRequestException>(async () =>
                {
                    await foreach (var _ in mail.ListSuppressionsAsync(Mailing.Now, default))
                        Assert.Fail("Nothing could be read.");
                })
            ).ToString(),
        };

        // A refused account is reported by its watch alone.
        Assert.Equal(failure != "forbidden", logs.Lines.Count > 0);
        Assert.All(
            reported.Concat(logs.Lines),
            line =>
            {
                Assert.DoesNotContain("SG.test", line, StringComparison.Ordinal);
                Assert.DoesNotContain("reader0", line, StringComparison.Ordinal);
            }
        );
    }
}
