using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Benchmarks.Crash;

/// <summary>What was found when the ledger of all issues was held against what the provider counted.</summary>
internal sealed record Finding
{
    public int Issues { get; init; }

    public int Recipients { get; init; }

    public int Delivered { get; init; }

    public int Duplicates { get; init; }

    public int Skipped { get; init; }

    public int StoppedYetDelivered { get; init; }

    public int WithdrawnYetDelivered { get; init; }

    public int Stopped { get; init; }

    public int Uncertain { get; init; }

    public int Unreported { get; init; }

    public int Restaged { get; init; }

    public int Unfinished { get; init; }

    public bool AddsUp { get; init; } = true;
}

/// <summary>
/// Reads the state blobs of every issue and compares them person by person with the emulator's counts, which know nothing
/// of the ledger.
/// </summary>
internal sealed class LedgerAudit(
    IBlobStore store,
    EmulatorControl provider,
    IReadOnlyDictionary<string, ulong> people,
    TextWriter log
)
{
    /// <param name="saidStopped">Issues of which the button said that no one gets them.</param>
    public async Task<Finding> RunAsync(IReadOnlySet<IssueId> saidStopped, CancellationToken cancellationToken)
    {
        var finding = new Finding();
        await foreach (var entry in store.ListAsync(Containers.State, SendingPaths.Issues, cancellationToken))
        {
            var id = IssueId.Parse(entry.Name[SendingPaths.Issues.Length..]);
            var issue = (
                await store.ReadJsonAsync(SendingPaths.Issue(id), SendingJson.Own.IssueRecord, cancellationToken)
            )?.Value;
            if (issue?.Plan is not null)
                finding = await JudgeAsync(finding, issue, saidStopped.Contains(id), cancellationToken);
        }
        return finding;
    }

    private async Task<Finding> JudgeAsync(
        Finding so,
        IssueRecord issue,
        bool saidStopped,
        CancellationToken cancellationToken
    )
    {
        var copies = await provider.DeliveriesAsync(issue.Id.Value);
        var book = new RequestBook(new SendingLedger(store, new Nonce()));
        var requests = await book.ReadAsync(issue.Id, cancellationToken);
        var outcomes = await book.ReadOutcomesAsync(issue.Id, cancellationToken);
        var waves = new Dictionary<int, WaveRecord?>();
        foreach (var plan in issue.Waves)
            waves[plan.Number] = (
                await store.ReadJsonAsync(
                    SendingPaths.Wave(issue.Id, plan.Number),
                    SendingJson.Own.WaveRecord,
                    cancellationToken
                )
            )?.Value;
        int duplicates = 0,
            skipped = 0,
            stoppedYet = 0,
            withdrawnYet = 0,
            stopped = 0,
            uncertain = 0,
            delivered = 0;
        for (var number = 1; number <= issue.Requests.Count; number++)
        {
            var request = requests.GetValueOrDefault(number)?.Value;
            var state = EffectiveState.Read(
                request,
                waves[Layout.CurrentWave(issue, number, request)],
                outcomes.GetValueOrDefault(number)
            );
            var bundle = await store.ReadJsonAsync(
                SendingPaths.Recipients(issue.Id, issue.Plan!.Value, Bundle.FirstOf(issue, number)),
                SendingJson.Own.RecipientList,
                cancellationToken
            );
            var ids = Bundle.RecipientsOf(issue, number, bundle!.Value);
            var told = 0;
            foreach (var person in ids)
            {
                var got = copies.GetValueOrDefault(people[person]);
                var isWithdrawn = state != RequestState.Stopped && request?.Withdrawn.Contains(person) == true;
                var isOut = isWithdrawn || request?.Refused.Contains(person) == true;
                var isSkipped =
                    state is RequestState.Planned or RequestState.Submitting
                    || (state == RequestState.Staged && !isOut && got == 0);
                delivered += Math.Min(got, 1);
                duplicates += got > 1 ? 1 : 0;
                stopped += state == RequestState.Stopped ? 1 : 0;
                stoppedYet += (state == RequestState.Stopped || saidStopped) && got > 0 ? 1 : 0;
                withdrawnYet += isWithdrawn && got > 0 ? 1 : 0;
                uncertain += state == RequestState.Uncertain && !isOut ? 1 : 0;
                skipped += isSkipped ? 1 : 0;
                if (
                    (got > 1 || isSkipped || ((state == RequestState.Stopped || isWithdrawn) && got > 0))
                    && told++ == 0
                )
                    await log.WriteLineAsync(
                        $"  {issue.Id} request {number}: a person got {got} copies; it reads {state}; {request}; {waves[Layout.CurrentWave(issue, number, request)]}"
                    );
            }
        }
        var restaged = waves.Values.Sum(w => w?.Cancelled.Count ?? 0);
        await log.WriteLineAsync(
            $"{issue.Id}: {issue.State}, {issue.Recipients} recipients, {delivered} got it, {stopped} stopped, {uncertain} uncertain, {restaged} batches cancelled, {issue.Waves.Count} waves, plan {issue.Plan}{(issue.Stop is null ? "" : $", stop by {issue.Stop.By}")}{(saidStopped ? ", the button said stopped" : "")}"
        );
        return so with
        {
            Issues = so.Issues + 1,
            Recipients = so.Recipients + issue.Recipients,
            Delivered = so.Delivered + delivered,
            Duplicates = so.Duplicates + duplicates,
            Skipped = so.Skipped + skipped,
            StoppedYetDelivered = so.StoppedYetDelivered + stoppedYet,
            WithdrawnYetDelivered = so.WithdrawnYetDelivered + withdrawnYet,
            Stopped = so.Stopped + stopped,
            Uncertain = so.Uncertain + uncertain,
            Unreported = so.Unreported + (issue.Account?.Unreported ?? 0),
            Restaged = so.Restaged + restaged,
            Unfinished = so.Unfinished + (issue.State == IssueState.Finished ? 0 : 1),
            AddsUp =
                so.AddsUp
                && issue.Account is { AddsUp: true } account
                && account.Uncertain == uncertain
                && account.Stopped == stopped,
        };
    }
}
