using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Tests.Newsletters.Sending.Simulation;

namespace FunctionsPipeline.Tests.Newsletters.Sending;

/// <summary>Rule S8: a ledger that may be a copy sends nothing until a person says that it is the one.</summary>
public class FenceTests
{
    private static readonly SimSetup Calm = new() { Calm = true, StopChance = 0, Processes = 1 };

    [Fact]
    public void A_copy_in_another_account_sends_nothing_until_it_is_adopted()
    {
        var run = new SimRun(1, Calm).Begin();
        run.World.RunUntil(run.Due - TimeSpan.FromMinutes(35));
        var copy = Copy(run);
        copy.World.RunUntil(run.World.Now);
        copy.Tell(n => n.Work.TickAsync(default), "copy");
        Assert.Equal(FenceReason.OtherAccount, copy.Ask(n => n.Desk.FenceAsync(default), "copy")?.Reason);
        Assert.Contains(copy.Notices.Troubles, t => t.Kind == TroubleKind.Fenced);

        // The time for staging comes and goes.
        while (copy.World.Now < run.Due - TimeSpan.FromMinutes(20))
            copy.Tell(n => n.Work.TickAsync(default), "copy");
        Assert.Equal(0, copy.Provider.Accepted);

        Assert.Null(copy.Ask(n => n.Desk.AdoptAsync("staff", default), "copy").Refusal);
        Assert.Null(copy.Ask(n => n.Desk.FenceAsync(default), "copy"));
        copy.Tell(n => n.Work.TickAsync(default), "copy");
        // The other copy may have staged it by now: nobody can know, and nothing is sent again by itself.
        var account = copy.Ask(n => n.Desk.AccountAsync(copy.Issues[0], default), "copy")!;
        Assert.True(account.AddsUp);
        Assert.Equal(account.Recipients, account.Uncertain);
        Assert.Equal(0, copy.Provider.Accepted);
    }

    [Fact]
    public void A_storage_that_nobody_used_for_a_day_sends_nothing()
    {
        var run = new SimRun(1, Calm);
        run.Tell(n => n.Work.TickAsync(default));
        run.World.RunUntil(run.World.Now + TimeSpan.FromHours(25));
        run.Tell(n => n.Work.TickAsync(default));
        Assert.Equal(FenceReason.Stale, run.Ask(n => n.Desk.FenceAsync(default))?.Reason);
    }

    [Fact]
    public void An_event_of_an_unknown_issue_stops_all_sending()
    {
        var run = new SimRun(1, Calm);
        run.Tell(n => n.Work.TickAsync(default));
        Fold(run, new MailEvent(MailEventKind.Delivered, run.World.Now, "weekly-20200101t0000z", "r00001", 1, run.Audience.Everybody[0].Value, null));
        Assert.Equal(FenceReason.UnknownIssue, run.Ask(n => n.Desk.FenceAsync(default))?.Reason);
    }

    [Fact]
    public void A_second_delivery_in_another_generation_stops_all_sending()
    {
        var run = new SimRun(1, Calm).Run();
        var person = run.Audience.Everybody[0].Value;
        Fold(run, new MailEvent(MailEventKind.Delivered, run.World.Now, run.Issues[0].Value, "r00001", 1, person, null));
        Fold(run, new MailEvent(MailEventKind.Delivered, run.World.Now, run.Issues[0].Value, "r00001", 2, person, null));
        Assert.Equal(FenceReason.CancelNotHonoured, run.Ask(n => n.Desk.FenceAsync(default))?.Reason);
    }

    private static void Fold(SimRun run, MailEvent e)
    {
        run.Tell(n => n.Work.StoreEventsAsync(PlainEvents.Write([e]), default));
        while (run.Queue.TryTake(FunctionsPipeline.Storage.Queues.Events, out var message))
            run.Tell(n => n.Work.FoldEventsAsync(message, default));
    }

    private static SimRun Copy(SimRun run)
    {
        var copy = new SimRun(1, Calm);
        foreach (var blob in run.Storage.List(""))
        {
            var path = new FunctionsPipeline.Storage.BlobPath("newsletter", blob.Name);
            copy.Storage.Write(path, run.Storage.Peek(path)!, FunctionsPipeline.Storage.WriteCondition.Always);
        }
        return copy;
    }
}
