using FunctionsPipeline.Newsletters.Sending.Records;

namespace FunctionsPipeline.Newsletters.Sending.Accounting;

/// <summary>The account as code (rule S10): every recipient is counted in exactly one class.</summary>
internal sealed class IssueAccounting(RequestBook book, TimeProvider time)
{
    /// <summary>The provider repeats its webhooks for a day and defers for three: later than that nothing comes.</summary>
    public static readonly TimeSpan EventsWithin = TimeSpan.FromHours(96);

    public async Task<IssueAccount> CountAsync(IssueView view, CancellationToken cancellationToken)
    {
        var outcomes = await book.ReadOutcomesAsync(view.Id, cancellationToken);
        var now = time.GetUtcNow();
        var issue = view.Issue.Value;
        var tally = new Tally();
        for (var request = 1; request <= issue.Requests.Count; request++)
        {
            var wave = issue.Waves.First(w => w.Number == view.WaveOf(request));
            Count(tally, view, request, outcomes.GetValueOrDefault(request), now >= wave.SendAt + EventsWithin);
        }
        return new IssueAccount(
            issue.Candidates,
            issue.Excluded,
            issue.Recipients,
            tally.Delivered,
            tally.Bounced,
            tally.Dropped,
            tally.Refused,
            tally.Withdrawn,
            tally.Stopped,
            tally.Uncertain,
            tally.Pending,
            tally.Unreported,
            tally.Complained,
            tally.Staged
        );
    }

    private static void Count(Tally tally, IssueView view, int request, OutcomeRecord? outcome, bool isOver)
    {
        var size = view.Issue.Value.Requests[request - 1];
        var stored = view.Stored(request)?.Value;
        var gen = view.GenOf(request, outcome);
        var state = view.Read(request, outcome);

        var refused = stored?.Refused.Count ?? 0;
        tally.Refused += refused;
        var rest = size - refused;
        switch (state)
        {
            case RequestState.Stopped:
                tally.Stopped += rest;
                return;
            case RequestState.Planned or RequestState.Submitting:
                tally.Pending += rest;
                return;
        }

        // Who was left out of another generation than the one that went is not known to have been left out of it.
        var withdrawn = stored is null || (gen is { } told && told != stored.Gen) ? 0 : stored.Withdrawn.Count;
        tally.Withdrawn += withdrawn;
        rest -= withdrawn;
        if (state == RequestState.Uncertain)
        {
            tally.Uncertain += rest;
            return;
        }
        foreach (var (_, person) in view.PeopleOf(request, outcome))
        {
            if (person.Complained == true)
                tally.Complained++;
            switch (person.State)
            {
                case OutcomeState.Delivered:
                    tally.Delivered++;
                    rest--;
                    break;
                case OutcomeState.Bounced:
                    tally.Bounced++;
                    rest--;
                    break;
                case OutcomeState.Dropped:
                    tally.Dropped++;
                    rest--;
                    break;
            }
        }
        if (isOver)
            tally.Unreported += rest;
        else
        {
            tally.Pending += rest;
            tally.Staged += rest;
        }
    }

    private sealed class Tally
    {
        public int Delivered,
            Bounced,
            Dropped,
            Refused,
            Withdrawn,
            Stopped,
            Uncertain,
            Pending,
            Unreported,
            Complained,
            Staged;
    }
}
