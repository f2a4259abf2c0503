using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Tests.Newsletters.Sending.Simulation;

namespace FunctionsPipeline.Tests.Newsletters.Sending;

/// <summary>
/// What waits on a queue, and who presses a button, may come before the tick that raises the fence, or while it stands.
/// </summary>
public class StandstillTests
{
    private static readonly SimSetup Calm = new()
    {
        Calm = true,
        StopChance = 0,
        Processes = 1,
    };

    [Theory]
    [InlineData(72, "simulated")]
    [InlineData(0, "copy")]
    public void A_hint_that_comes_before_the_first_tick_posts_nothing_from_what_may_be_a_copy(int hours, string account)
    {
        var run = new SimRun(3, Calm with { HoldWindow = TimeSpan.Zero });
        run.World.RunUntil(run.Due);
        run.Tell(n => n.Freezer.FreezeAsync(run.Draft(run.Issues[0]), default));
        run.Tell(n => n.Sweep.RunAsync(default));
        run.World.RunUntil(run.World.Now + TimeSpan.FromHours(hours));

        Assert.True(run.Queue.TryTake(Queues.Requests, out var message));
        run.Tell(n => n.Stager.StageAsync(message, default), account);

        Assert.Equal(0, run.Provider.Accepted);
        run.Tell(n => n.Sweep.RunAsync(default), account);
        Assert.NotNull(run.Ask(n => n.Reader.FindHaltAsync(default), account));
    }

    [Fact]
    public void A_stop_on_a_copy_before_its_first_tick_does_not_say_that_no_one_gets_it()
    {
        var copy = CopyBeforeStaging();
        copy.World.RunUntil(copy.Due - TimeSpan.FromMinutes(20));

        Assert.Equal(
            StopResult.Standstill,
            copy.Ask(n => n.Stopping.StopAsync(copy.Issues[0], "staff", default), "copy").Result
        );
    }

    [Fact]
    public void A_stop_while_all_stands_still_says_that_nothing_is_withdrawn()
    {
        var run = new SimRun(3, Calm).Begin();
        run.World.RunUntil(run.Due - TimeSpan.FromMinutes(24));
        Fold(
            run,
            new MailEvent(
                MailEventKind.Delivered,
                run.World.Now,
                "weekly-20200101t0000z",
                "r00001",
                1,
                run.Audience.Everyone[0].Value,
                null
            )
        );

        Assert.Equal(StopResult.Standstill, run.Ask(n => n.Stopping.StopAsync(run.Issues[0], "staff", default)).Result);
    }

    [Fact]
    public void Events_say_what_became_of_an_issue_that_was_staged_elsewhere()
    {
        var copy = CopyBeforeStaging();
        var issue = copy.Issues[0];
        copy.World.RunUntil(copy.Due + TimeSpan.FromMinutes(30));
        copy.Tell(n => n.Sweep.RunAsync(default), "copy");
        Assert.Null(copy.Ask(n => n.Adoption.AdoptAsync(new Adoption("Kim", []), default), "copy"));
        var planned = copy.Ask(n => n.Reader.FindAsync(issue, default), "copy")!;
        for (var request = 1; request <= planned.Requests.Count; request++)
        {
            // The lost storage had staged it twice.
            foreach (var id in copy.Storage.RecipientsOf(planned, request))
                Fold(
                    copy,
                    new MailEvent(
                        MailEventKind.Delivered,
                        copy.World.Now,
                        issue.Value,
                        SendingPaths.RequestId(request),
                        2,
                        id,
                        null
                    ),
                    "copy"
                );
        }

        var account = copy.Ask(n => n.Reader.AccountAsync(issue, default), "copy")!;

        Assert.True(account.AddsUp);
        Assert.Equal(account.Recipients, account.Delivered);
        Assert.Equal(0, copy.Ask(n => n.Replanning.PlanAgainAsync(issue, "Kim", default), "copy"));
    }

    /// <summary>A storage as it was copied when the issue was planned and nothing of it staged.</summary>
    private static SimRun CopyBeforeStaging()
    {
        var run = new SimRun(3, Calm).Begin();
        run.World.RunUntil(run.Due - TimeSpan.FromMinutes(35));
        var copy = new SimRun(1, Calm);
        foreach (var blob in run.Storage.List(""))
        {
            var path = new BlobPath(Containers.State, blob.Name);
            copy.Storage.Write(path, run.Storage.Peek(path)!, WriteCondition.Always);
        }
        return copy;
    }

    private static void Fold(SimRun run, MailEvent e, string account = "simulated")
    {
        run.Tell(n => n.Inbox.StoreAsync(PlainEvents.Write([e]), default), account);
        while (run.Queue.TryTake(Queues.Events, out var message))
            run.Tell(n => n.Fold.FoldAsync(message, default), account);
    }
}
