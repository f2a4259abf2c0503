using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending.Records;

/// <summary>Which issues are under way and when each is looked at next, as stored in <c>sending/agenda.json</c>.</summary>
internal sealed record AgendaRecord : Revised
{
    public IReadOnlyList<AgendaEntry> Issues { get; init; } = [];
}

/// <param name="Since">When it was put down.</param>
/// <param name="Next">Not before that is there anything to do; long past when a person asked for a look at once.</param>
internal sealed record AgendaEntry(IssueId Issue, DateTimeOffset Since, DateTimeOffset Next);

/// <summary>
/// One blob that spares the sweep a listing of everything that was ever sent: a minute with nothing to do costs three
/// storage operations.
/// </summary>
internal sealed class Agenda(SendingLedger ledger, TimeProvider time)
{
    public async Task<IReadOnlyList<AgendaEntry>> ReadAsync(CancellationToken cancellationToken) =>
        (await ledger.Agenda.ReadAsync(cancellationToken))?.Value.Issues ?? [];

    /// <summary>The issues that are to be looked at now.</summary>
    public async Task<IReadOnlyList<AgendaEntry>> DueAsync(CancellationToken cancellationToken)
    {
        var entries = await ReadAsync(cancellationToken);
        var now = time.GetUtcNow();
        return [.. entries.Where(e => e.Next <= now)];
    }

    /// <summary>Puts an issue down to be looked at in the next sweep.</summary>
    /// <remarks>
    /// The look is set into the past, so that no clock that is ahead delays it, and each time differently, so that a sweep
    /// which has just looked without seeing the reason does not put it off again.
    /// </remarks>
    public Task BumpAsync(IssueId issue, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return ChangeAsync(
            issue,
            entry =>
                entry is null
                    ? new AgendaEntry(issue, now, DateTimeOffset.UnixEpoch)
                    : entry with
                    {
                        Next = (entry.Next < DateTimeOffset.UnixEpoch ? entry.Next : DateTimeOffset.UnixEpoch).AddTicks(
                            -1
                        ),
                    },
            cancellationToken
        );
    }

    /// <summary>Puts the next look off, unless a person asked for one in the meantime.</summary>
    public Task PutOffAsync(AgendaEntry seen, DateTimeOffset next, CancellationToken cancellationToken) =>
        ChangeAsync(
            seen.Issue,
            entry => entry is null || entry.Next != seen.Next ? entry : entry with { Next = next },
            cancellationToken
        );

    /// <summary>Takes an issue off: nothing more is expected of it.</summary>
    public Task RemoveAsync(IssueId issue, CancellationToken cancellationToken) =>
        ChangeAsync(issue, _ => null, cancellationToken);

    private async Task ChangeAsync(
        IssueId issue,
        Func<AgendaEntry?, AgendaEntry?> change,
        CancellationToken cancellationToken
    ) =>
        await ledger.Agenda.UpdateAsync(
            current =>
            {
                var issues = current?.Issues ?? [];
                var before = issues.FirstOrDefault(e => e.Issue == issue);
                var after = change(before);
                if (before == after)
                    return null;
                return new AgendaRecord
                {
                    Issues = [.. issues.Where(e => e.Issue != issue), .. after is null ? [] : new[] { after }],
                };
            },
            cancellationToken
        );
}
