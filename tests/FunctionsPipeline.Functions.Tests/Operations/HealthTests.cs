using FunctionsPipeline.Functions.Operations;
using FunctionsPipeline.Housekeeping;
using FunctionsPipeline.Integration;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Provider;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Functions.Tests.Operations;

/// <summary>The page says what is true. It once said <c>healthy</c> while all sending was halted.</summary>
public sealed class HealthTests
{
    private const string Well =
        """{"status":"healthy","storage":"ok","sending":"ok","mail":"ok","timer":"ok","poison":{}}""";

    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 10, 15, 0, 0, TimeSpan.Zero));
    private readonly FakeSending _sending;
    private readonly Lengths _queues = new();
    private SiteSettings _site = SampleIssue.Site;
    private HealthCheck? _check;

    public HealthTests() => _sending = new FakeSending(_time);

    [Fact]
    public async Task All_is_well() => Assert.Equal((200, Well), await AskAsync());

    [Theory]
    [InlineData(HaltReason.OtherAccount, "written in another storage account")]
    [InlineData(HaltReason.Stale, "had not run since 2026-03-09 15:00:00Z")]
    [InlineData(HaltReason.UnknownIssue, "an issue that this ledger does not know")]
    [InlineData(HaltReason.CancelNotHonoured, "whose cancellation it had confirmed")]
    public async Task Halted_sending_is_said_with_reason_and_time_and_without_account_names(
        HaltReason reason,
        string told
    )
    {
        var now = _time.GetUtcNow();
        _sending.Halt = new HaltRecord(
            reason,
            "The ledger was written in 'secretaccount'.",
            now.AddHours(-1),
            now.AddDays(-1)
        );

        var (status, body) = await AskAsync();

        Assert.Equal(200, status);
        Assert.StartsWith(
            """{"status":"degraded","storage":"ok","sending":"halted since 2026-03-10 14:00:00Z: """,
            body,
            StringComparison.Ordinal
        );
        Assert.Contains(told, body, StringComparison.Ordinal);
        Assert.DoesNotContain("secretaccount", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_key_is_said_without_the_provider_s_words()
    {
        _sending.Refusals =
        [
            new ProviderRefusal("send mail", "401 revoked", _time.GetUtcNow()),
            new ProviderRefusal("open a batch", "401 revoked", _time.GetUtcNow().AddMinutes(-5)),
        ];

        Assert.Equal(
            (
                200,
                Well.Replace("healthy", "degraded", StringComparison.Ordinal)
                    .Replace(
                        "\"mail\":\"ok\"",
                        "\"mail\":\"refused by the provider since 2026-03-10 14:55:00Z\"",
                        StringComparison.Ordinal
                    )
            ),
            await AskAsync()
        );
    }

    [Fact]
    public async Task A_postal_address_that_is_missing_is_said_because_nothing_is_mailed_without()
    {
        _site = new SiteSettings();

        var (status, body) = await AskAsync();

        Assert.Equal(200, status);
        Assert.Contains("\"status\":\"degraded\"", body, StringComparison.Ordinal);
        Assert.Contains("no postal address", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public async Task A_timer_that_does_not_run_is_said(int minutes, bool well)
    {
        _sending.LastTick = _time.GetUtcNow().AddMinutes(-minutes);

        var (status, body) = await AskAsync();

        Assert.Equal(200, status);
        Assert.Equal(well, body == Well);
        Assert.Equal(
            !well,
            body.Contains(
                "\"timer\":\"the newsletter timer has not run since 2026-03-10 14:54:00Z\"",
                StringComparison.Ordinal
            )
        );
    }

    [Fact]
    public async Task A_timer_that_never_ran_is_said_when_the_start_is_over()
    {
        _sending.NeverTicked = true;
        Assert.Equal((200, Well), await AskAsync());

        _time.Advance(TimeSpan.FromMinutes(6));

        Assert.Contains("has never run", (await AskAsync()).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Poison_messages_are_counted_by_queue_once_a_minute()
    {
        _queues.Counts["requests-poison"] = 2;
        _queues.Counts[Queues.BlobTriggerPoison] = 1;

        var (_, body) = await AskAsync();
        await AskAsync();

        Assert.StartsWith("{\"status\":\"degraded\"", body, StringComparison.Ordinal);
        Assert.EndsWith(
            """
            "poison":{"requests-poison":2,"webjobs-blobtrigger-poison":1}}
            """,
            body,
            StringComparison.Ordinal
        );
        Assert.Equal(Queues.Poison.Count, _queues.Looks);

        _queues.Counts.Clear();
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((200, Well), await AskAsync());
        Assert.Equal(2 * Queues.Poison.Count, _queues.Looks);
    }

    [Fact]
    public async Task Storage_that_does_not_answer_is_the_one_thing_that_a_restart_may_help()
    {
        _queues.Fault = new StorageException("Away.");

        Assert.Equal((503, """{"status":"unhealthy","storage":"does not answer"}"""), await AskAsync());
    }

    [Fact]
    public async Task Storage_that_hangs_does_not_hang_the_probe()
    {
        _queues.Hang = true;
        var asked = AskAsync();

        await _time.PassAsync(asked);

        Assert.Equal(503, (await asked).Status);
    }

    private async Task<(int Status, string Body)> AskAsync()
    {
        _check ??= new HealthCheck(_sending, new FixedSettings(_site), new PoisonQueues(_queues), _time);
        var context = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider(),
            Response = { Body = new MemoryStream() },
        };
        await (await new Health(_check).RunAsync(context.Request, default)).ExecuteAsync(context);
        context.Response.Body.Position = 0;
        using var reader = new StreamReader(context.Response.Body);
        return (context.Response.StatusCode, await reader.ReadToEndAsync());
    }

    private sealed class Lengths : IQueueLengths
    {
        public Dictionary<string, int> Counts { get; } = [];

        public Exception? Fault { get; set; }

        public bool Hang { get; set; }

        public int Looks { get; private set; }

        public async Task<int> CountAsync(string queue, CancellationToken cancellationToken)
        {
            Looks++;
            if (Hang)
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return Fault is null ? Counts.GetValueOrDefault(queue) : throw Fault;
        }
    }
}
