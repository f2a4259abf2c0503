using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Tests.Newsletters.Sending.Simulation;

namespace FunctionsPipeline.Tests.Newsletters.Sending;

/// <summary>Rule S8: a ledger that may be a copy sends nothing until a person says that it is the one.</summary>
public class SendingHaltTests
{
    private static readonly SimSetup Calm = new()
    {
        Calm = true,
        StopChance = 0,
        Processes = 1,
    };

    [Fact]
    public void A_copy_in_another_account_sends_nothing_until_it_is_adopted()
    {
        var run = new SimRun(1, Calm).Begin();
        run.World.RunUntil(run.Due - TimeSpan.FromMinutes(35));
        var copy = Copy(run);
        copy.World.RunUntil(run.World.Now);
        copy.Tell(n => n.Sweep.RunAsync(default), "copy");
        Assert.Equal(HaltReason.OtherAccount, copy.Ask(n => n.Reader.FindHaltAsync(default), "copy")?.Reason);
        Assert.Contains(copy.Notices.Alerts, t => t.Kind == AlertKind.Halted);

        // The time for staging comes and goes.
        while (copy.World.Now < run.Due - TimeSpan.FromMinutes(20))
            copy.Tell(n => n.Sweep.RunAsync(default), "copy");
        Assert.Equal(0, copy.Provider.Accepted);

        // Who left by our own pages since is in neither copy nor list: a person must have thought of it.
        Assert.NotNull(copy.Ask(n => n.Adoption.AdoptAsync(new Adoption("Kim", null), default), "copy"));
        Assert.NotNull(copy.Ask(n => n.Reader.FindHaltAsync(default), "copy"));
        Assert.Null(copy.Ask(n => n.Adoption.AdoptAsync(new Adoption("Kim", []), default), "copy"));
        Assert.Null(copy.Ask(n => n.Reader.FindHaltAsync(default), "copy"));
        Assert.NotNull(copy.Ask(n => n.Reader.CopyAdoptedAtAsync(default), "copy"));
        copy.Tell(n => n.Sweep.RunAsync(default), "copy");
        // The other copy may have staged it by now: no one can know, and nothing is sent again by itself.
        var account = copy.Ask(n => n.Reader.AccountAsync(copy.Issues[0], default), "copy")!;
        Assert.True(account.AddsUp);
        Assert.Equal(account.Recipients, account.Uncertain);
        Assert.Equal(0, copy.Provider.Accepted);
    }

    [Fact]
    public void Who_left_the_other_copy_gets_nothing_from_this_one()
    {
        var copy = new SimRun(1, Calm);
        copy.Tell(n => n.Sweep.RunAsync(default));
        copy.Tell(n => n.Sweep.RunAsync(default), "copy");
        var gone = copy.Audience.Everyone[0];

        Assert.Null(
            copy.Ask(n => n.Adoption.AdoptAsync(new Adoption("Kim", [$"{gone}@example.org"]), default), "copy")
        );

        var draft = copy.Draft(copy.Issues[0]) with { Due = copy.World.Now + TimeSpan.FromHours(1) };
        var issue = copy.Ask(n => n.Freezer.FreezeAsync(draft, default), "copy").Value;
        Assert.True(issue.Excluded.Values.Sum() >= 1);
        Assert.Contains(
            "\"departuresReplayed\": 1",
            System.Text.Encoding.UTF8.GetString(copy.Storage.Peek(SendingPaths.Status)!),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Adopting_leaves_no_gap_where_the_lists_could_not_be_read_for_a_while()
    {
        var run = new SimRun(1, Calm);
        run.Tell(n => n.Sweep.RunAsync(default));
        var read = run.World.Now;
        run.Faults.ListsAway = true;
        for (var hour = 0; hour < 30; hour++)
        {
            run.World.RunUntil(run.World.Now + TimeSpan.FromHours(1));
            run.Tell(n => n.Sweep.RunAsync(default));
        }
        run.Tell(n => n.Sweep.RunAsync(default), "copy");
        run.Faults.ListsAway = false;
        run.Provider.ListedSince = null;

        Assert.Null(run.Ask(n => n.Adoption.AdoptAsync(new Adoption("Kim", []), default), "copy"));

        Assert.True(run.Provider.ListedSince <= read);
    }

    [Fact]
    public void The_first_tick_reads_the_providers_lists_whole_and_later_ones_what_is_new()
    {
        var run = new SimRun(1, Calm);
        run.Tell(n => n.Sweep.RunAsync(default));
        Assert.Equal(DateTimeOffset.UnixEpoch, run.Provider.ListedSince);
        var first = run.World.Now;

        foreach (var hours in new[] { 12, 25 })
        {
            run.World.RunUntil(first + TimeSpan.FromHours(hours));
            run.Tell(n => n.Sweep.RunAsync(default));
        }

        Assert.InRange(run.Provider.ListedSince!.Value, first - TimeSpan.FromHours(2), first);
    }

    [Fact]
    public void A_storage_that_no_one_used_for_a_day_sends_nothing()
    {
        var run = new SimRun(1, Calm);
        run.Tell(n => n.Sweep.RunAsync(default));
        run.World.RunUntil(run.World.Now + TimeSpan.FromHours(25));
        run.Tell(n => n.Sweep.RunAsync(default));
        Assert.Equal(HaltReason.Stale, run.Ask(n => n.Reader.FindHaltAsync(default))?.Reason);
    }

    [Fact]
    public void An_event_of_an_unknown_issue_stops_all_sending()
    {
        var run = new SimRun(1, Calm);
        run.Tell(n => n.Sweep.RunAsync(default));
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
        // Where storage itself deletes it one day.
        Assert.Single(run.Storage.List(FunctionsPipeline.Storage.Expiry.RawEvents.Prefix));
        Assert.Equal(HaltReason.UnknownIssue, run.Ask(n => n.Reader.FindHaltAsync(default))?.Reason);
    }

    [Fact]
    public void Late_events_of_the_copy_that_was_lost_stop_nothing_again_and_those_of_one_that_lives_do()
    {
        var run = new SimRun(1, Calm);
        run.Tell(n => n.Sweep.RunAsync(default));
        var lost = IssueId.For("weekly", run.World.Now.AddHours(-2));
        var person = run.Audience.Everyone[0].Value;
        Fold(run, new MailEvent(MailEventKind.Delivered, run.World.Now, lost.Value, "r00001", 1, person, null));
        Assert.Null(run.Ask(n => n.Adoption.AdoptAsync(new Adoption("Kim", []), default)));

        Fold(run, new MailEvent(MailEventKind.Complained, run.World.Now, lost.Value, "r00001", 1, person, null));
        // Due a moment after the adopting: the other copy had handed it over before it was given up.
        var staged = IssueId.For("weekly", run.World.Now.AddMinutes(20));
        Fold(run, new MailEvent(MailEventKind.Delivered, run.World.Now, staged.Value, "r00001", 1, person, null));
        Assert.Null(run.Ask(n => n.Reader.FindHaltAsync(default)));

        var living = IssueId.For("weekly", run.World.Now.AddHours(1));
        Fold(
            run,
            new MailEvent(MailEventKind.Delivered, run.World.Now.AddHours(1), living.Value, "r00001", 1, person, null)
        );
        Assert.Equal(HaltReason.UnknownIssue, run.Ask(n => n.Reader.FindHaltAsync(default))?.Reason);
    }

    [Fact]
    public void A_second_delivery_in_another_generation_stops_all_sending()
    {
        var run = new SimRun(1, Calm).Run();
        var person = run.Audience.Everyone[0].Value;
        Fold(
            run,
            new MailEvent(MailEventKind.Delivered, run.World.Now, run.Issues[0].Value, "r00001", 1, person, null)
        );
        Fold(
            run,
            new MailEvent(MailEventKind.Delivered, run.World.Now, run.Issues[0].Value, "r00001", 2, person, null)
        );
        Assert.Equal(HaltReason.CancelNotHonoured, run.Ask(n => n.Reader.FindHaltAsync(default))?.Reason);
    }

    private static void Fold(SimRun run, MailEvent e)
    {
        run.Tell(n => n.Inbox.StoreAsync(PlainEvents.Write([e]), default));
        while (run.Queue.TryTake(FunctionsPipeline.Storage.Queues.Events, out var message))
            run.Tell(n => n.Fold.FoldAsync(message, default));
    }

    private static SimRun Copy(SimRun run)
    {
        var copy = new SimRun(1, Calm);
        foreach (var blob in run.Storage.List(""))
        {
            var path = new FunctionsPipeline.Storage.BlobPath(FunctionsPipeline.Storage.Containers.State, blob.Name);
            copy.Storage.Write(path, run.Storage.Peek(path)!, FunctionsPipeline.Storage.WriteCondition.Always);
        }
        return copy;
    }
}
