using System.Text.Json;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Leaving;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>What is planned and has not gone yet.</summary>
public interface IIssuesAhead
{
    /// <summary>
    /// Issues that are planned, were not stopped, and of which some mail is still to go; the soonest first. One read, and one
    /// for each.
    /// </summary>
    Task<IReadOnlyList<IssueRecord>> AheadAsync(CancellationToken cancellationToken);
}

/// <summary>
/// Answers from the agenda and the records of the few issues on it, two reads as a rule: that an issue of the newsletter is
/// between its staging and a day after its last wave. Whether its recipients hold this very person is not looked up, since
/// that would cost the manifest and a request of each issue; so a person who is not among the recipients may be
/// informed unnecessarily.
/// </summary>
internal sealed class IssuesInFlight(SendingLedger ledger, Agenda agenda, TimeProvider time)
    : IMailInFlight,
        IIssuesAhead
{
    /// <summary>
    /// Nearly everything is delivered within minutes; what the provider defers for longer is a rare exception.
    /// </summary>
    private static readonly TimeSpan Delivery = TimeSpan.FromDays(1);

    public async Task<bool> MayArriveAsync(string? newsletter, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var entry in await agenda.ReadAsync(cancellationToken))
            {
                if (newsletter is not null && !entry.Issue.Value.StartsWith(newsletter + "-", StringComparison.Ordinal))
                    continue;
                var issue = await ledger.Issue(entry.Issue).ReadAsync(cancellationToken);
                if (
                    issue is not null
                    && (newsletter is null || issue.Value.Newsletter == newsletter)
                    && IsUnderway(issue.Value)
                )
                    return true;
            }
            return false;
        }
        catch (Exception e) when (e is StorageException or JsonException)
        {
            return true;
        }
    }

    public async Task<IReadOnlyList<IssueRecord>> AheadAsync(CancellationToken cancellationToken)
    {
        var entries = await agenda.ReadAsync(cancellationToken);
        var issues = await Task.WhenAll(
            entries.Select(entry => ledger.Issue(entry.Issue).ReadAsync(cancellationToken))
        );
        var now = time.GetUtcNow();
        return
        [
            .. issues
                .OfType<Stored<IssueRecord>>()
                .Select(stored => stored.Value)
                .Where(issue => issue is { State: IssueState.Planned, Stop: null } && now < LastSendAt(issue))
                .OrderBy(issue => issue.Due),
        ];
    }

    private static DateTimeOffset LastSendAt(IssueRecord issue) =>
        issue.Waves.Select(wave => wave.SendAt).Append(issue.Due).Max();

    private bool IsUnderway(IssueRecord issue)
    {
        var (now, from) = (time.GetUtcNow(), issue.Times.StageFrom);
        if (issue.State != IssueState.Planned || now < from || issue.Stop?.At < from)
            return false;
        return now < LastSendAt(issue) + Delivery;
    }
}
