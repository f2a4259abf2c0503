using System.Text.Json.Serialization;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Newsletters.Staff;

/// <summary>
/// Notifies staff of each matter once. Pending notices are kept in one small blob until the provider has taken them, so
/// that neither a crash nor a provider that is away swallows a preview; the mail itself is made again from the issue's
/// state.
/// </summary>
internal sealed partial class StaffOutbox(
    IBlobStore store,
    ISiteSettingsSource settings,
    StaffMails mails,
    ITransactionalMail mail,
    TimeProvider time,
    ILogger<StaffOutbox> logger
)
{
    private const int MostTold = 500;

    private static readonly BlobPath Path = new(Containers.State, "staff/desk.json");
    private static readonly BlobPath Lock = new(Containers.State, "staff/desk.lock");

    private static readonly TimeSpan TellAgainAfter = TimeSpan.FromDays(1);

    /// <summary>
    /// A preview that could not be mailed for a day is none any more: the issue has gone, or was given up.
    /// </summary>
    private static readonly TimeSpan TryPreviewFor = TimeSpan.FromDays(1);

    /// <summary>What became of an issue is news after a long week-end without a key that works, too.</summary>
    private static readonly TimeSpan TryFor = TimeSpan.FromDays(14);

    private JsonDocument<StaffOutboxState> Desk => new(store, Path, StaffOutboxJson.Own.StaffOutboxState);

    /// <summary>Puts the notice into the outbox unless it was there before, and mails what is in it.</summary>
    /// <remarks>Does not throw for mail that fails: the next <see cref="FlushAsync"/> tries again.</remarks>
    public async Task NotifyAsync(StaffNotice matter, CancellationToken cancellationToken)
    {
        await Desk.UpdateAsync(
            stored =>
            {
                var state = stored ?? new StaffOutboxState();
                var now = time.GetUtcNow();
                var toldBefore =
                    state.Told.TryGetValue(matter.Key, out var told) && (!matter.Again || now - told < TellAgainAfter);
                return toldBefore || state.Pending.Any(p => p.Matter.Key == matter.Key)
                    ? null
                    : state with
                    {
                        Pending = [.. state.Pending, new PendingNotice(matter, now)],
                    };
            },
            cancellationToken
        );
        await FlushAsync(cancellationToken);
    }

    /// <summary>Mails what is in the outbox. One process at a time; another returns at once.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (await Desk.ReadAsync(cancellationToken) is not { Value.Pending.Count: > 0 })
            return;
        await using var lease = await LeaseKeeper.TryTakeAsync(
            store,
            Lock,
            LeaseKeeper.LongestDuration,
            time,
            cancellationToken
        );
        if (lease is null || await Desk.ReadAsync(cancellationToken) is not { } read)
            return;
        try
        {
            await MailAsync(read.Value.Pending, lease.Lost);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Another process may hold the outbox now, and continues.
        }
    }

    private async Task MailAsync(IReadOnlyList<PendingNotice> matters, CancellationToken cancellationToken)
    {
        var site = await settings.GetAsync(cancellationToken);
        foreach (var pending in matters)
        {
            var (after, refused) = await TrySendAsync(site, pending, cancellationToken);
            if (after != pending)
                await Desk.UpdateAsync(
                    state => state?.Replace(pending, after, time.GetUtcNow(), MostTold),
                    cancellationToken
                );
            // The provider takes no mail at all now: one try a minute finds out when it does again.
            if (refused)
                return;
        }
    }

    /// <summary>One letter that cannot be written must not keep the others from being sent.</summary>
    /// <returns>What is left to do, null if nothing; and whether the provider refuses the account.</returns>
    private async Task<(PendingNotice? Left, bool Refused)> TrySendAsync(
        SiteSettings site,
        PendingNotice pending,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await SendAsync(site, pending, cancellationToken);
        }
        catch (Exception e) when (e is not (StorageException or OperationCanceledException))
        {
            LogNotWritten(pending.Matter.Key, e);
            return (pending, false);
        }
    }

    private async Task<(PendingNotice? Left, bool Refused)> SendAsync(
        SiteSettings site,
        PendingNotice pending,
        CancellationToken cancellationToken
    )
    {
        var matter = pending.Matter;
        if (site.Staff.Count == 0)
        {
            LogNobody(matter.Key);
            return (null, false);
        }
        if (time.GetUtcNow() - pending.Since > (matter.Kind == StaffNoticeKind.Planned ? TryPreviewFor : TryFor))
        {
            LogGivenUp(matter.Key);
            return (null, false);
        }
        if (await mails.ComposeAsync(site, matter, cancellationToken) is not { } letter)
            return (null, false);
        var told = pending.Told.ToHashSet();
        for (var i = 0; i < site.Staff.Count; i++)
        {
            if (told.Contains(i))
                continue;
            var message = new MailMessage(
                $"{matter.Key.Replace('/', '-').ToLowerInvariant()}-{i}",
                "staff",
                site.Sender with
                {
                    Name = site.Sender.Name ?? site.Name,
                },
                new Mailbox(site.Staff[i]),
                null,
                letter.Subject,
                letter.Html,
                letter.Text
            );
            var result = await mail.SendAsync(message, cancellationToken);
            // Reported where the account is watched; what is in the outbox waits until that is fixed.
            if (result.AccountRefused)
                return (Left(), true);
            if (result.Outcome == SendOutcome.NotSent)
                LogNotSent(matter.Key, i, result.Reason ?? "");
            // An unknown outcome is not repeated: at worst one of several people is not notified.
            if (result.Outcome != SendOutcome.NotSent || result.Permanent)
                told.Add(i);
        }
        return (told.Count >= site.Staff.Count ? null : Left(), false);

        PendingNotice Left() => told.Count == pending.Told.Count ? pending : pending with { Told = [.. told.Order()] };
    }

    [LoggerMessage(LogLevel.Warning, "Staff cannot be told '{Matter}': site.yml names no one under 'staff'")]
    private partial void LogNobody(string matter);

    [LoggerMessage(LogLevel.Error, "Staff could not be told '{Matter}' while it was news")]
    private partial void LogGivenUp(string matter);

    [LoggerMessage(LogLevel.Error, "Staff mail '{Matter}' could not be written")]
    private partial void LogNotWritten(string matter, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Staff mail '{Matter}' to number {Number} was not sent: {Reason}")]
    private partial void LogNotSent(string matter, int number, string reason);
}

/// <summary><c>state/staff/desk.json</c>.</summary>
internal sealed record StaffOutboxState
{
    public IReadOnlyList<PendingNotice> Pending { get; init; } = [];

    /// <summary>When staff were notified of each matter, by key; the newest few hundred.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Told { get; init; } =
        new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);

    /// <param name="after">What is left of <paramref name="before"/>; null if it is done.</param>
    public StaffOutboxState Replace(PendingNotice before, PendingNotice? after, DateTimeOffset now, int mostTold)
    {
        var pending = Pending.Where(p => p.Matter.Key != before.Matter.Key).ToList();
        if (after is not null)
            return this with { Pending = [.. pending, after] };
        var told = Told.Where(t => t.Key != before.Matter.Key)
            .OrderByDescending(t => t.Value)
            .Take(mostTold - 1)
            .ToDictionary(t => t.Key, t => t.Value, StringComparer.Ordinal);
        told[before.Matter.Key] = now;
        return new StaffOutboxState { Pending = pending, Told = told };
    }
}

/// <param name="Since">When it was put into the outbox.</param>
internal sealed record PendingNotice(StaffNotice Matter, DateTimeOffset Since)
{
    /// <summary>Which of the staff, by their place in site.yml, have it.</summary>
    public IReadOnlyList<int> Told { get; init; } = [];
}

[JsonSerializable(typeof(StaffOutboxState))]
internal sealed partial class StaffOutboxJson : JsonSerializerContext
{
    public static StaffOutboxJson Own { get; } = new(new System.Text.Json.JsonSerializerOptions(JsonBlobs.Options));
}
