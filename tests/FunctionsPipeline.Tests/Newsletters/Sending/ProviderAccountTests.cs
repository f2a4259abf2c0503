using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Provider;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Tests.Newsletters.Sending;

/// <summary>
/// A key that the provider refuses is told once, not once a message, and again only after it worked in between.
/// </summary>
public sealed class ProviderAccountTests
{
    private const string Revoked = "401 The provided authorization grant is invalid, expired, or revoked";

    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 10, 15, 0, 0, TimeSpan.Zero));
    private readonly InMemoryBlobStore _store;
    private readonly Told _told = new();
    private readonly RecordingLogger<ProviderAccount> _log = new();

    public ProviderAccountTests() => _store = new InMemoryBlobStore(_time);

    /// <summary>As another process would have it.</summary>
    private ProviderAccount Process() =>
        new(new SendingLedger(_store, new Nonce()), new StorageIdentity("here"), _time, _log);

    /// <summary>What the sweep does each minute.</summary>
    private async Task TickAsync()
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        var standing = await new SendingLedger(_store, new Nonce()).Status.ReadAsync(default);
        if (standing is not null)
            await new SendingAlertService(
                new SendingLedger(_store, new Nonce()),
                Process(),
                _told,
                _time,
                NullLogger<SendingAlertService>.Instance
            ).NotifyAsync(standing.Value, default);
    }

    [Fact]
    public async Task Refused_a_hundred_times_by_two_processes_for_three_kinds_of_calls_it_is_told_once()
    {
        var (one, two) = (Process(), Process());
        for (var i = 0; i < 100; i++)
        {
            foreach (var call in new[] { "send mail", "open a batch", "read who must get no mail" })
                await (i % 2 == 0 ? one : two).RefusedAsync(call, Revoked);
            await TickAsync();
        }

        var alert = Assert.Single(_told.Alerts);
        Assert.Equal((AlertKind.Refused, null), (alert.Kind, alert.Issue));
        Assert.Contains(Revoked, alert.Detail, StringComparison.Ordinal);
        Assert.Equal(3, (await two.ReadAsync(default)).Count);
        Assert.Equal(3, _log.Lines.Count(l => l.Contains("refuses to", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task It_is_told_again_when_it_worked_in_between_and_only_then()
    {
        var account = Process();
        await account.RefusedAsync("send mail", Revoked);
        await account.RefusedAsync("open a batch", Revoked);
        await TickAsync();
        await account.WorkedAsync("send mail");
        // Refused over the same cause, fixed with it.
        Assert.Empty(await account.ReadAsync(default));
        await TickAsync();
        Assert.Single(_told.Alerts);

        await account.RefusedAsync("send mail", Revoked);
        await TickAsync();

        Assert.Equal(2, _told.Alerts.Count);
        Assert.NotEqual(_told.Alerts[0].Since, _told.Alerts[1].Since);
    }

    [Fact]
    public async Task Another_right_that_lacks_is_another_matter_and_lasts_while_mail_goes()
    {
        var account = Process();
        await account.RefusedAsync("read who must get no mail", "403 access forbidden");
        await TickAsync();
        await account.WorkedAsync("send mail");
        await account.RefusedAsync("send mail", Revoked);
        await TickAsync();

        Assert.Equal(2, _told.Alerts.Count);
        await account.WorkedAsync("send mail");
        Assert.Equal("read who must get no mail", Assert.Single(await account.ReadAsync(default)).Call);
    }

    [Fact]
    public async Task What_one_process_was_refused_is_over_when_another_sends()
    {
        var other = Process();
        await other.WorkedAsync("send mail");
        await Process().RefusedAsync("send mail", Revoked);

        _time.Advance(TimeSpan.FromMinutes(5));
        await other.WorkedAsync("send mail");

        Assert.Empty(await Process().ReadAsync(default));
    }

    [Fact]
    public async Task Storage_that_does_not_answer_breaks_no_call()
    {
        var account = new ProviderAccount(
            new SendingLedger(
                new FaultyBlobStore(_store) { Before = (_, _) => throw new StorageException("away") },
                new Nonce()
            ),
            new StorageIdentity("here"),
            _time,
            _log
        );
        await account.RefusedAsync("send mail", Revoked);
        await account.WorkedAsync("send mail");
        Assert.Contains(_log.Lines, l => l.Contains("could not be kept", StringComparison.Ordinal));
    }

    private sealed class Told : IIssueNotices
    {
        public List<IssueAlert> Alerts { get; } = [];

        public Task PlannedAsync(IssueRecord issue, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task NeedsPersonAsync(IssueAlert alert, CancellationToken cancellationToken)
        {
            Alerts.Add(alert);
            return Task.CompletedTask;
        }

        public Task FinishedAsync(IssueRecord issue, IssueAccount account, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
