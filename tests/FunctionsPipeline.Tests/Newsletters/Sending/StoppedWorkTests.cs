using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Tests.Newsletters.Sending.Simulation;

namespace FunctionsPipeline.Tests.Newsletters.Sending;

/// <summary>The host ends a process ten seconds after it asked it to stop; what it was at is done by the next one.</summary>
public class StoppedWorkTests
{
    private static readonly SimSetup WithoutProcesses = new()
    {
        Calm = true,
        StopChance = 0,
        Processes = 0,
        RequestSize = 6,
    };

    /// <summary>
    /// Planning begins again, because a plan is of one moment (rule S12); it has a quarter of an hour and takes a
    /// minute for a million.
    /// </summary>
    [Fact]
    public void Planning_that_is_stopped_is_done_again_as_a_whole()
    {
        // Several bundles, so that others are still to be written when the first is.
        var run = new SimRun(1, WithoutProcesses with { Requests = 20 });
        var issue = run.Issues[0];
        run.World.RunUntil(run.Due - TimeSpan.FromMinutes(45));
        using var stop = new CancellationTokenSource();
        StopAt(run, SendingPaths.Recipients(issue, 1, 1), stop);
        run.Tell(n => StoppedAsync(n.Freezer.FreezeAsync(run.Draft(issue), stop.Token)));
        Assert.Equal(IssueState.Planning, run.Ask(n => n.Reader.FindAsync(issue, default))!.State);

        var planned = run.Ask(n => n.Freezer.FreezeAsync(run.Draft(issue), default)).Value;

        Assert.Equal((IssueState.Planned, 2), (planned.State, planned.Plan!.Value));
        var ids = Enumerable
            .Range(1, planned.Requests.Count)
            .SelectMany(r => run.Storage.RecipientsOf(planned, r))
            .ToList();
        Assert.Equal(planned.Recipients, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(planned.Recipients, ids.Count);
    }

    [Fact]
    public void Folding_that_is_stopped_goes_on_with_the_requests_that_are_left()
    {
        var run = new SimRun(1, WithoutProcesses);
        var issue = run.Issues[0];
        run.World.RunUntil(run.Due - TimeSpan.FromMinutes(45));
        var planned = run.Ask(n => n.Freezer.FreezeAsync(run.Draft(issue), default)).Value;
        Assert.True(planned.Requests.Count >= 2);
        var events = Enumerable
            .Range(1, 2)
            .Select(r => new MailEvent(
                MailEventKind.Delivered,
                run.World.Now,
                issue.Value,
                SendingPaths.RequestId(r),
                1,
                run.Storage.RecipientsOf(planned, r).First(),
                null
            ))
            .ToList();
        run.Tell(n => n.Inbox.StoreAsync(PlainEvents.Write(events), default));
        Assert.True(run.Queue.TryTake(Queues.Events, out var message));
        using var stop = new CancellationTokenSource();
        StopAt(run, SendingPaths.Outcome(issue, 1), stop);
        run.Tell(n => StoppedAsync(n.Fold.FoldAsync(message, stop.Token)));
        Assert.Null(run.Storage.Peek(SendingPaths.Outcome(issue, 2)));
        var again = new List<BlobPath>();
        run.Storage.OnWritten = again.Add;

        run.Tell(n => n.Fold.FoldAsync(message, default));

        Assert.Equal([SendingPaths.Outcome(issue, 2)], again);
    }

    private static void StopAt(SimRun run, BlobPath path, CancellationTokenSource stop) =>
        run.Storage.OnWritten = written =>
        {
            if (written == path)
                stop.Cancel();
        };

    private static async Task StoppedAsync(Task work) =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
}
