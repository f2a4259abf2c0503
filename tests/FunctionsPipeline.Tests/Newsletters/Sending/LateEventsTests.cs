using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Accounting;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Tests.Newsletters.Sending.Simulation;

namespace FunctionsPipeline.Tests.Newsletters.Sending;

/// <summary>What the provider tells after the account was closed, which is as soon as it has told of everyone.</summary>
public class LateEventsTests
{
    private static readonly SimSetup Calm = new()
    {
        Calm = true,
        StopChance = 0,
        Processes = 1,
        Requests = 1,
        RequestSize = 12,
    };

    [Fact]
    public void A_closed_account_takes_in_complaints_and_late_bounces_for_four_days()
    {
        var run = new SimRun(3, Calm).Begin();
        var issue = run.Issues[0];
        run.World.RunUntil(run.Due + TimeSpan.FromHours(8));
        var closed = run.Ask(n => n.Reader.FindAsync(issue, default))!;
        Assert.Equal(IssueState.Finished, closed.State);
        var (complainer, bounced) = (Reader(run, issue, 0), Reader(run, issue, 1));

        Tell(run, issue, MailEventKind.Complained, complainer);
        Tell(run, issue, MailEventKind.Bounced, bounced);
        run.World.RunUntil(run.Due + TimeSpan.FromHours(34));

        var account = run.Ask(n => n.Reader.AccountAsync(issue, default))!;
        Assert.Equal(
            (closed.Account!.Complained + 1, closed.Account.Bounced + 1, closed.Account.Delivered - 1),
            (account.Complained, account.Bounced, account.Delivered)
        );
        Assert.True(account.AddsUp);
        Assert.Equal(1, run.Notices.Finished.Count(f => f.Issue == issue));
    }

    [Fact]
    public void A_soft_bounce_is_not_delivered_and_suppresses_no_one_by_itself()
    {
        var run = new SimRun(3, Calm).Begin();
        var issue = run.Issues[0];
        run.World.RunUntil(run.Due + TimeSpan.FromHours(8));
        var closed = run.Ask(n => n.Reader.FindAsync(issue, default))!;
        var reader = Reader(run, issue, 0);

        for (var i = 0; i < 5; i++)
            Tell(run, issue, MailEventKind.SoftBounced, reader);
        run.World.RunUntil(run.Due + TimeSpan.FromHours(34));

        var account = run.Ask(n => n.Reader.AccountAsync(issue, default))!;
        Assert.Equal((closed.Account!.Bounced + 1, closed.Account.Delivered - 1), (account.Bounced, account.Delivered));
        Assert.Null(run.Audience.Judge([SubscriberId.Parse(reader)])[0].Excluded);
    }

    [Fact]
    public void It_is_told_when_the_mail_arrived_and_where_it_bounced()
    {
        var run = new SimRun(3, Calm).Begin();
        var issue = run.Issues[0];
        run.World.RunUntil(run.Due + TimeSpan.FromHours(30));
        string[] bounced = [Reader(run, issue, 0), Reader(run, issue, 1), Reader(run, issue, 2)];

        Tell(run, issue, MailEventKind.Bounced, bounced[0]);
        Tell(run, issue, MailEventKind.Bounced, bounced[1]);
        run.World.RunUntil(run.Due + TimeSpan.FromHours(31));
        var two = run.Ask(n => n.Details.ReadAsync(issue, default))!;
        Tell(run, issue, MailEventKind.Bounced, bounced[2]);
        run.World.RunUntil(run.Due + TimeSpan.FromHours(60));
        var three = run.Ask(n => n.Details.ReadAsync(issue, default))!;

        // A domain of one or two may be a person's own.
        Assert.Empty(two.Domains);
        Assert.Equal(2, two.OtherDomains);
        Assert.Equal([new BouncedDomain("example.org", 3)], three.Domains);
        Assert.Equal(0, three.OtherDomains);
        var account = run.Ask(n => n.Reader.AccountAsync(issue, default))!;
        Assert.Equal(account.Delivered, three.Slices.Sum(s => s.Delivered));
        Assert.Equal(account.Delivered, three.Slices[0].Delivered);
        Assert.Equal([0, 0, 0, 3, 0, 0], three.Slices.Select(s => s.Failed));
    }

    [Fact]
    public void Then_it_is_left_alone()
    {
        var run = new SimRun(3, Calm).Begin();
        run.World.RunUntil(run.Due + TimeSpan.FromHours(120));

        Assert.DoesNotContain(
            run.Issues[0].Value,
            System.Text.Encoding.UTF8.GetString(run.Storage.Peek(SendingPaths.Agenda)!),
            StringComparison.Ordinal
        );
    }

    /// <summary>A person of whom it is known that the message was delivered.</summary>
    private static string Reader(SimRun run, IssueId issue, int number)
    {
        var stored = run.Storage.Peek(SendingPaths.Outcome(issue, 1))!;
        var outcome = System.Text.Json.JsonSerializer.Deserialize(stored, SendingJson.Own.OutcomeRecord)!;
        return outcome.Gens[1].People.Where(p => p.Value.State == OutcomeState.Delivered).ElementAt(number).Key;
    }

    /// <summary>
    /// Inside the world: what is awaited from outside it goes on whenever a thread of the test's own is free.
    /// </summary>
    private static void Tell(SimRun run, IssueId issue, MailEventKind kind, string reader) =>
        run.World.In(
            TimeSpan.Zero,
            () =>
                run.Provider.OnEvents!([
                    new MailEvent(kind, run.World.Now, issue.Value, SendingPaths.RequestId(1), 1, reader, null),
                ])
        );
}
