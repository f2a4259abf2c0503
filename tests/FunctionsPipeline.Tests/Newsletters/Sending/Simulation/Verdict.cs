using System.Globalization;
using System.Text;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;

namespace FunctionsPipeline.Tests.Newsletters.Sending.Simulation;

/// <summary>
/// Holds what the system believes against what the provider's witness counted. Reads the state blobs; the counts of
/// copies come from <see cref="SimProvider"/> alone.
/// </summary>
internal sealed record Verdict(
    int Recipients,
    int Duplicates,
    int Skipped,
    int StoppedYetDelivered,
    int WithdrawnYetDelivered,
    int Uncertain,
    int Delivered,
    int InWrongLanguage,
    bool AddsUp,
    bool Finished,
    string Story
)
{
    public bool IsClean =>
        Duplicates == 0
        && Skipped == 0
        && InWrongLanguage == 0
        && StoppedYetDelivered == 0
        && WithdrawnYetDelivered == 0
        && AddsUp
        && Finished;

    public static Verdict On(SimRun run)
    {
        var story = new StringBuilder();
        int recipients = 0,
            duplicates = 0,
            skipped = 0,
            stoppedYet = 0,
            withdrawnYet = 0,
            uncertain = 0,
            delivered = 0;
        var addsUp = run.Accounts.TrueForAll(a => a.AddsUp) && run.Failures.Count == 0;
        foreach (var failure in run.Failures)
            story.AppendLine(CultureInfo.InvariantCulture, $"threw: {failure}");
        var finished = true;
        foreach (var id in run.Issues)
        {
            if (
                run.Storage.Peek(SendingPaths.Issue(id), SendingJson.Own.IssueRecord)
                is not { State: not IssueState.Planning } issue
            )
                continue;
            finished &= issue.State == IssueState.Finished;
            addsUp &= issue.Account?.AddsUp != false;
            recipients += issue.Recipients;
            for (var request = 1; request <= issue.Requests.Count; request++)
            {
                var stored = run.Storage.Peek(SendingPaths.Request(id, request), SendingJson.Own.RequestRecord);
                var wave = run.Storage.Peek(
                    SendingPaths.Wave(id, Layout.CurrentWave(issue, request, stored)),
                    SendingJson.Own.WaveRecord
                );
                var outcome = run.Storage.Peek(SendingPaths.Outcome(id, request), SendingJson.Own.OutcomeRecord);
                var state = EffectiveState.Read(stored, wave, outcome);
                foreach (var person in run.Storage.RecipientsOf(issue, request))
                {
                    var copies = run.Provider.Copies(id.Value, person);
                    delivered += Math.Min(copies, 1);
                    if (copies > 1)
                        duplicates++;
                    if (state == RequestState.Uncertain)
                        uncertain++;
                    var withdrawn = state != RequestState.Stopped && stored?.Withdrawn.Contains(person) == true;
                    var out_ = withdrawn || stored?.Refused.Contains(person) == true;
                    var wrong = "";
                    if (state == RequestState.Stopped && copies > 0)
                        (stoppedYet, wrong) = (stoppedYet + 1, "stopped yet delivered");
                    else if (withdrawn && copies > 0)
                        (withdrawnYet, wrong) = (withdrawnYet + 1, "left before the claim, yet delivered");
                    else if (
                        state is RequestState.Planned or RequestState.Submitting
                        || (state == RequestState.Staged && !out_ && copies == 0)
                    )
                        (skipped, wrong) = (skipped + 1, "skipped");
                    if (copies > 1 || wrong.Length > 0)
                        story.AppendLine(
                            CultureInfo.InvariantCulture,
                            $"{id} r{request} {person}: {copies} copies, reads {state} {wrong}"
                        );
                }
            }
            if (
                run.Stops.GetValueOrDefault(id)?.Result == StopResult.Stopped
                && issue.Recipients > 0
                && run.Audience.Everyone.Any(p => run.Provider.Copies(id.Value, p.Value) > 0)
            )
                (stoppedYet, _) = (
                    stoppedYet + 1,
                    story.AppendLine(CultureInfo.InvariantCulture, $"{id}: the button said stopped")
                );
            if (!finished)
                story.AppendLine(CultureInfo.InvariantCulture, $"{id} not finished");
        }
        return new Verdict(
            recipients,
            duplicates,
            skipped,
            stoppedYet,
            withdrawnYet,
            uncertain,
            delivered,
            run.InWrongLanguage,
            addsUp,
            finished,
            story.ToString()
        );
    }
}
