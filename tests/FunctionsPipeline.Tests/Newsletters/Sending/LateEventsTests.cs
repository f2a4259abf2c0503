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

    /// <summary>Rule S10: a person who is lost is not asked again, by this issue or the next.</summary>
    [Theory]
    [InlineData(MailEventKind.Bounced)]
    [InlineData(MailEventKind.Complained)]
    [InlineData(MailEventKind.Unsubscribed)]
    public void Bounces_complaints_and_departures_are_passed_on_to_the_subscribers(MailEventKind kind)
    {
        var run = new SimRun(3, Calm).Begin();
        var issue = run.Issues[0];
        run.World.RunUntil(run.Due + TimeSpan.FromHours(8));
        var (gone, stays) = (Reader(run, issue, 0), Reader(run, issue, 1));

        Tell(run, issue, kind, gone);
        Tell(run, issue, MailEventKind.Opened, stays);
        run.World.RunUntil(run.Due + TimeSpan.FromHours(9));

        Assert.Equal(Exclusion.Unsubscribed, run.Audience.Judge([SubscriberId.Parse(gone)])[0].Excluded);
        Assert.Null(run.Audience.Judge([SubscriberId.Parse(stays)])[0].Excluded);
        Assert.Empty(run.Audience.SoftBounces);
    }

    /// <summary>The same event counts once, however often it comes; without an id it is known by its message.</summary>
    [Fact]
    public void Soft_bounces_are_counted_by_the_event()
    {
        var run = new SimRun(3, Calm).Begin();
        var issue = run.Issues[0];
        run.World.RunUntil(run.Due + TimeSpan.FromHours(8));
        var reader = Reader(run, issue, 0);

        Tell(run, issue, MailEventKind.SoftBounced, reader, "event-1");
        Tell(run, issue, MailEventKind.SoftBounced, reader);
        Tell(run, issue, MailEventKind.SoftBounced, "not a reader", "event-2");
        run.World.RunUntil(run.Due + TimeSpan.FromHours(9));

        Assert.Equal(["event-1", $"{issue.Value}/r00001/1/"], run.Audience.SoftBounces.Order(StringComparer.Ordinal));
    }

    /// <summary>A request that the issue does not have is no reason to forget the others.</summary>
    [Fact]
    public void Events_of_a_request_that_there_is_not_change_nothing()
    {
        var run = new SimRun(3, Calm).Begin();
        var issue = run.Issues[0];
        run.World.RunUntil(run.Due + TimeSpan.FromHours(8));
        var before = run.Ask(n => n.Reader.AccountAsync(issue, default))!;

        Tell(run, issue, MailEventKind.Delivered, Reader(run, issue, 0), request: 2);
        run.World.RunUntil(run.Due + TimeSpan.FromHours(9));

        Assert.Null(run.Storage.Peek(SendingPaths.Outcome(issue, 2)));
        Assert.Equal(before.Delivered, run.Ask(n => n.Reader.AccountAsync(issue, default))!.Delivered);
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
    private static void Tell(
        SimRun run,
        IssueId issue,
        MailEventKind kind,
        string reader,
        string? eventId = null,
        int request = 1
    ) =>
        run.World.In(
            TimeSpan.Zero,
            () =>
                run.Provider.OnEvents!([
                    new MailEvent(kind, run.World.Now, issue.Value, SendingPaths.RequestId(request), 1, reader, null)
                    {
                        EventId = eventId,
                    },
                ])
        );
}
