using System.Globalization;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Halt;
using FunctionsPipeline.Newsletters.Welcome;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Access;

namespace FunctionsPipeline.Tests.Newsletters.Welcome;

public sealed class WelcomeSeriesTests
{
    private const string Ann = "ann@example.org";

    [Fact]
    public async Task A_new_reader_gets_each_step_once_at_its_time()
    {
        var world = await WelcomeWorld.StartAsync();

        await world.WelcomeAsync(Ann);
        Assert.Equal(["About hello.md"], world.MailOf(Ann));

        await world.PassAsync(TimeSpan.FromHours(47));
        Assert.Equal(["About hello.md"], world.MailOf(Ann));
        await world.PassAsync(TimeSpan.FromHours(1));
        Assert.Equal(["About hello.md", "About exercises.md"], world.MailOf(Ann));

        await world.PassAsync(TimeSpan.FromDays(30), TimeSpan.FromDays(1));
        Assert.Equal(2, world.Provider.Taken.Count);
        Assert.Empty(await world.NamesAsync("welcome/due/"));
        var account = await world.AccountAsync();
        Assert.Equal((1, 0), (account.Began, account.Waiting));
        Assert.Equal([1, 1], account.Steps.Select(s => s.Sent));
    }

    [Fact]
    public async Task The_mail_has_what_the_law_and_mail_programs_ask_for()
    {
        var world = await WelcomeWorld.StartAsync();
        await world.DropAsync(
            "hello.md",
            "---\ntitle: Welcome to %%fp-unsubscribe-html%%\n---\n\nSee [the site](https://clinic.example/).\n\n## Next\n\n![A back](back.png)\n"
        );

        var ann = await world.WelcomeAsync(Ann);

        var request = Assert.Single(world.Provider.Taken);
        var recipient = Assert.Single(request.Recipients);
        Assert.Equal((null, null), (request.BatchId, request.SendAt));
        Assert.Equal(ann.Id.Value, recipient.RecipientId);
        Assert.Equal(
            world.People.Get<ISubscriberLinks>().Unsubscribe(ann.Id, "news").AbsoluteUri,
            recipient.Headers["List-Unsubscribe"].Trim('<', '>')
        );
        Assert.Equal("List-Unsubscribe=One-Click", request.Content.Headers["List-Unsubscribe-Post"]);
        Assert.Contains("news.", request.Content.Headers["List-Id"]);
        foreach (var part in new[] { request.Content.Html, request.Content.Text })
        {
            Assert.Contains("1 Main Street, Regina SK", part);
            Assert.Contains("Prairie Clinic Ltd.", part);
            Assert.Contains("https://clinic.example/", part);
            Assert.Contains("%%fp-unsubscribe-", part);
            Assert.Contains("%%fp-greeting-", part);
        }
        // An author's merge field is parted, in the subject too.
        Assert.DoesNotContain("%%fp-", request.Content.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain(Ann, string.Join(' ', request.Args.Values));
        Assert.DoesNotContain("<img", request.Content.Html);
    }

    [Fact]
    public async Task Ten_steps_go_one_after_the_other()
    {
        var steps = Enumerable.Range(0, 10).Select(n => new WelcomeStep($"{n}.md", TimeSpan.FromDays(n))).ToArray();
        var world = await WelcomeWorld.StartAsync(steps);

        await world.WelcomeAsync(Ann);
        await world.PassAsync(TimeSpan.FromDays(10), TimeSpan.FromHours(6));

        Assert.Equal(steps.Select(s => $"About {s.File}"), world.MailOf(Ann));
        Assert.All((await world.AccountAsync()).Steps, s => Assert.Equal(1, s.Sent));
    }

    [Fact]
    public async Task A_second_confirmation_sends_nothing_again()
    {
        var world = await WelcomeWorld.StartAsync();
        await world.WelcomeAsync(Ann);

        await world.People.ConfirmAsync();
        await world.People.SubscribeAsync(Ann);
        await world.PassAsync(TimeSpan.FromDays(3), TimeSpan.FromHours(4));

        Assert.Equal(["About hello.md", "About exercises.md"], world.MailOf(Ann));
        Assert.Equal(1, (await world.AccountAsync()).Began);
    }

    [Fact]
    public async Task Who_comes_back_gets_only_what_they_did_not_have()
    {
        var world = await WelcomeWorld.StartAsync();
        var ann = await world.WelcomeAsync(Ann);
        await world.People.LeaveAsync(ann);
        await world.PassAsync(TimeSpan.FromDays(5), TimeSpan.FromHours(6));
        Assert.Equal(["About hello.md"], world.MailOf(Ann));
        Assert.Equal(1, (await world.AccountAsync("exercises.md")).Stopped);

        await world.WelcomeAsync(Ann);
        Assert.Equal(["About hello.md"], world.MailOf(Ann));
        await world.PassAsync(TimeSpan.FromDays(3), TimeSpan.FromHours(6));

        Assert.Equal(["About hello.md", "About exercises.md"], world.MailOf(Ann));
        Assert.Equal(2, (await world.AccountAsync()).Began);
    }

    [Fact]
    public async Task Readers_of_before_are_not_greeted()
    {
        var world = await WelcomeWorld.StartAsync();
        var steps = world.People.Settings.Settings;
        world.Set();
        await world.People.SubscribeAsync(Ann);
        world.People.Settings.Settings = steps;

        // They ask again, as people do who are not sure.
        await world.WelcomeAsync(Ann);

        Assert.Empty(world.Provider.Taken);
        Assert.Empty(await world.NamesAsync("welcome/"));
    }

    [Theory]
    [InlineData("leaves")]
    [InlineData("bounces")]
    [InlineData("complains")]
    public async Task Who_leaves_or_is_suppressed_gets_no_more(string how)
    {
        var world = await WelcomeWorld.StartAsync();
        var ann = await world.WelcomeAsync(Ann);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        var suppression = world.People.Get<ISuppression>();
        await (
            how switch
            {
                "leaves" => (Task)world.People.LeaveAsync(ann),
                "bounces" => suppression.SuppressAsync(ann.Id, SuppressionReason.Bounced, world.Now, null, default),
                _ => suppression.SuppressAsync(ann.Id, SuppressionReason.Complained, world.Now, null, default),
            }
        );

        await world.PassAsync(TimeSpan.FromDays(4), TimeSpan.FromHours(6));

        Assert.Equal(["About hello.md"], world.MailOf(Ann));
        Assert.Equal(
            (1, 0),
            (((await world.AccountAsync("exercises.md")).Stopped), (await world.AccountAsync()).Waiting)
        );
    }

    [Fact]
    public async Task Who_pauses_gets_the_next_step_after_the_pause()
    {
        var world = await WelcomeWorld.StartAsync(
            new("hello.md", TimeSpan.Zero),
            new("two.md", TimeSpan.FromDays(2)),
            new("nine.md", TimeSpan.FromDays(9))
        );
        var ann = await world.WelcomeAsync(Ann);
        await world.People.SaveAsync(
            ann,
            ("newsletter", "news"),
            ("frequency", "AsScheduled"),
            ("language", "en"),
            ("pause", world.Now.AddDays(30).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
        );
        var until = (await world.People.FindAsync(Ann))!.PausedUntil!.Value;

        await world.PassAsync(until - world.Now - TimeSpan.FromMinutes(1), TimeSpan.FromHours(12));
        Assert.Equal(["About hello.md"], world.MailOf(Ann));
        await world.PassAsync(TimeSpan.FromHours(2), TimeSpan.FromHours(1));
        Assert.Equal(["About hello.md", "About two.md"], world.MailOf(Ann));

        // The distances between mails are kept.
        await world.PassAsync(TimeSpan.FromDays(6.5), TimeSpan.FromHours(6));
        Assert.Equal(2, world.MailOf(Ann).Count);
        await world.PassAsync(TimeSpan.FromDays(1), TimeSpan.FromHours(6));
        Assert.Equal(3, world.MailOf(Ann).Count);
    }

    [Fact]
    public async Task Who_left_between_the_claim_and_the_call_gets_nothing()
    {
        var world = await WelcomeWorld.StartAsync();
        var ann = await world.People.SubscribeAsync(Ann);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        var left = false;
        world.Blobs.After = (name, path) =>
        {
            if (
                left
                || name != nameof(IBlobStore.WriteAsync)
                || !path.Name.StartsWith("welcome/people/", StringComparison.Ordinal)
            )
                return;
            left = true;
            world.People.LeaveAsync(ann).GetAwaiter().GetResult();
        };

        await world.TickAsync();

        Assert.True(left);
        Assert.Equal(0, world.Provider.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Imported_people_are_greeted_only_if_the_import_says_so(bool welcome)
    {
        var world = await WelcomeWorld.StartAsync();
        await world.People.SubscribeAsync("known@example.org");
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.TickAsync();

        await world.ImportAsync("email\nann@example.org\nbob@example.org\nknown@example.org\n", welcome);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.TickAsync();

        Assert.Equal(welcome ? 1 : 0, world.MailOf(Ann).Count);
        Assert.Equal(welcome ? 1 : 0, world.MailOf("bob@example.org").Count);
        Assert.Single(world.MailOf("known@example.org"));
        Assert.Equal(welcome ? 3 : 1, (await world.AccountAsync()).Began);
    }

    [Fact]
    public async Task A_step_without_a_text_waits_and_staff_are_told_once()
    {
        var world = await WelcomeWorld.StartAsync();
        await world.TakeAwayAsync("hello.md");

        await world.WelcomeAsync(Ann);
        await world.WelcomeAsync("bob@example.org");
        await world.PassAsync(TimeSpan.FromHours(5));

        Assert.Empty(world.Provider.Taken);
        var notice = Assert.Single(world.People.Mail.Sent, m => m.Kind == "staff");
        Assert.Contains("hello.md", notice.Subject);
        Assert.Equal(
            (2, WelcomeProblem.Missing),
            ((await world.AccountAsync("hello.md")).Waiting, (await world.AccountAsync("hello.md")).Problem)
        );

        await world.DropAsync("hello.md", "# Hello\n\nWelcome.\n");
        await world.PassAsync(TimeSpan.FromHours(2));
        Assert.Equal(["Hello"], world.MailOf(Ann));
    }

    [Theory]
    [InlineData("---\ndraft: true\n---\n\n# Hello\n\nNot ready.\n", WelcomeProblem.Draft)]
    [InlineData("---\ndate: 2027-01-01\n---\n\n# Hello\n\nNot yet.\n", WelcomeProblem.Held)]
    [InlineData("---\ndraft: perhaps\n---\n\n# Hello\n\nOdd.\n", WelcomeProblem.Rejected)]
    [InlineData("", WelcomeProblem.Rejected)]
    public async Task What_is_not_ready_is_never_sent_and_the_next_step_follows(string text, WelcomeProblem problem)
    {
        var world = await WelcomeWorld.StartAsync();
        await world.DropAsync("hello.md", text);

        await world.WelcomeAsync(Ann);
        Assert.Equal(problem, (await world.AccountAsync("hello.md")).Problem);
        await world.PassAsync(TimeSpan.FromDays(6), TimeSpan.FromHours(2));

        Assert.Equal(["About exercises.md"], world.MailOf(Ann));
        Assert.Equal(
            (0, 1),
            ((await world.AccountAsync("hello.md")).Sent, (await world.AccountAsync("hello.md")).NoText)
        );
    }

    [Fact]
    public async Task A_hostile_file_is_answered_and_sends_nothing()
    {
        var world = await WelcomeWorld.StartAsync();
        await world.DropAsync("hello.md", new string('>', 60_000) + " deep\n");
        await world.DropAsync(
            "exercises.md",
            "# " + new string('x', 3_000) + "\n\n<script>alert(1)</script>Hello\n\n[x](javascript:alert(1))\n"
        );

        await world.WelcomeAsync(Ann);
        await world.PassAsync(TimeSpan.FromDays(7), TimeSpan.FromHours(2));

        var mail = Assert.Single(world.Provider.Taken).Content;
        Assert.True(mail.Subject.Length <= 200);
        Assert.DoesNotContain("<script", mail.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("javascript:", mail.Html, StringComparison.OrdinalIgnoreCase);
        Assert.NotEmpty(await world.NamesAsync("_welcome/hello.md", Containers.Reports));
    }

    [Fact]
    public async Task A_file_becomes_no_page_no_entry_and_no_article_but_has_a_report()
    {
        var world = await WelcomeWorld.StartAsync();

        await world.WelcomeAsync(Ann);

        Assert.Empty(await world.NamesAsync("", Containers.Web));
        Assert.Empty(await world.NamesAsync("catalog/"));
        Assert.Equal(
            [
                "_welcome/exercises.md.html",
                "_welcome/exercises.md.json",
                "_welcome/hello.md.html",
                "_welcome/hello.md.json",
            ],
            await world.NamesAsync("_welcome/", Containers.Reports)
        );
    }

    [Fact]
    public async Task A_restored_copy_sends_nothing_that_may_have_gone()
    {
        var world = await WelcomeWorld.StartAsync();
        // As the backup has them: Ann had the first step, Bob's confirmation was just stored.
        await world.WelcomeAsync(Ann);
        await world.People.SubscribeAsync("bob@example.org");
        await world.People.Get<SendingHalt>().HaltAsync(HaltReason.Restored, "A backup was restored.", default);
        world.Time.Advance(TimeSpan.FromDays(2) + TimeSpan.FromHours(1));
        await world.TickAsync();
        Assert.Single(world.Provider.Taken);

        await world.People.Get<SendingHalt>().ResumeAsync(new Adoption("anna", null), default);
        await world.TickAsync();
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.WelcomeAsync("cleo@example.org");
        await world.PassAsync(TimeSpan.FromDays(4), TimeSpan.FromHours(4));

        Assert.Equal(["About hello.md"], world.MailOf(Ann));
        Assert.Empty(world.MailOf("bob@example.org"));
        Assert.Equal(2, world.MailOf("cleo@example.org").Count);
        Assert.Equal(2, (await world.AccountAsync("exercises.md")).MayHaveGone);
        Assert.Equal(1, (await world.AccountAsync("hello.md")).MayHaveGone);
    }

    [Fact]
    public async Task What_is_overdue_by_more_than_three_days_is_passed_over()
    {
        var world = await WelcomeWorld.StartAsync();
        await world.WelcomeAsync(Ann);
        await world.People.SubscribeAsync("bob@example.org");

        world.Time.Advance(TimeSpan.FromDays(6));
        // The app was away, and a person said that this is the right storage.
        await world.HaltTickAsync();
        await world.People.Get<SendingHalt>().ResumeAsync(new Adoption("anna", null), default);
        await world.PassAsync(TimeSpan.FromDays(3), TimeSpan.FromHours(4));

        Assert.Equal(["About hello.md"], world.MailOf(Ann));
        Assert.DoesNotContain("About hello.md", world.MailOf("bob@example.org"));
    }

    [Fact]
    public async Task Nothing_goes_while_all_sending_is_halted()
    {
        var world = await WelcomeWorld.StartAsync();
        await world.People.SubscribeAsync(Ann);
        await world.People.Get<SendingHalt>().HaltAsync(HaltReason.CancelNotHonoured, "Something is wrong.", default);
        world.Time.Advance(TimeSpan.FromHours(2));
        await world.TickAsync();
        Assert.Equal(0, world.Provider.Calls);

        await world.People.Get<SendingHalt>().ResumeAsync(new Adoption("anna", null), default);
        await world.TickAsync();

        Assert.Equal(["About hello.md"], world.MailOf(Ann));
    }

    [Fact]
    public async Task A_halt_between_the_claim_and_the_call_counts()
    {
        var world = await WelcomeWorld.StartAsync();
        await world.People.SubscribeAsync(Ann);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        var halted = false;
        world.Blobs.After = (name, path) =>
        {
            if (
                halted
                || name != nameof(IBlobStore.WriteAsync)
                || !path.Name.StartsWith("welcome/people/", StringComparison.Ordinal)
            )
                return;
            halted = true;
            world
                .People.Get<SendingHalt>()
                .HaltAsync(HaltReason.CancelNotHonoured, "Now.", default)
                .GetAwaiter()
                .GetResult();
        };
        await world.TickAsync();
        Assert.Equal((true, 0), (halted, world.Provider.Calls));

        await world.People.Get<SendingHalt>().ResumeAsync(new Adoption("anna", null), default);
        await world.TickAsync();
        Assert.Equal(["About hello.md"], world.MailOf(Ann));
    }

    [Fact]
    public async Task What_is_uncertain_is_listed_and_not_sent_again()
    {
        var world = await WelcomeWorld.StartAsync();
        world.Provider.Answer = _ => new SendResult(SendOutcome.Unknown, Reason: "No answer.");
        var ann = await world.WelcomeAsync(Ann);
        world.Provider.Answer = null;
        await world.PassAsync(TimeSpan.FromHours(4), TimeSpan.FromMinutes(10));

        Assert.Equal(["About hello.md"], world.MailOf(Ann));
        var step = await world.AccountAsync("hello.md");
        Assert.Equal((0, ann.Id.Value), (step.Sent, Assert.Single(step.UncertainPeople)));

        // Any event of it proves that it went.
        await world.FoldAsync(ann.Id, "hello.md", MailEventKind.Processed, MailEventKind.Delivered);
        step = await world.AccountAsync("hello.md");
        Assert.Equal((1, 1, 0), (step.Sent, step.Delivered, step.Uncertain));
        await world.PassAsync(TimeSpan.FromDays(3));
        Assert.Equal(2, world.MailOf(Ann).Count);
    }

    [Fact]
    public async Task Outcomes_move_forward_however_events_come()
    {
        var world = await WelcomeWorld.StartAsync();
        var ann = await world.WelcomeAsync(Ann);
        var bob = await world.WelcomeAsync("bob@example.org");

        await world.FoldAsync(
            ann.Id,
            "hello.md",
            MailEventKind.Opened,
            MailEventKind.Deferred,
            MailEventKind.Delivered
        );
        await world.FoldAsync(
            bob.Id,
            "hello.md",
            MailEventKind.Delivered,
            MailEventKind.Bounced,
            MailEventKind.Delivered
        );
        await world.PassAsync(TimeSpan.FromHours(5));
        await world.FoldAsync(bob.Id, "hello.md", MailEventKind.Bounced, MailEventKind.Processed);
        await world.PassAsync(TimeSpan.FromHours(5));
        // Of people and steps that are not here, and of mail that is not ours.
        await world.FoldAsync(SubscriberId.New(7), "hello.md", MailEventKind.Delivered);
        await world.FoldAsync(ann.Id, "other.md", MailEventKind.Delivered);

        var step = await world.AccountAsync("hello.md");
        Assert.Equal((2, 1, 1), (step.Sent, step.Delivered, step.NotDelivered));
    }

    [Fact]
    public async Task An_event_that_is_faster_than_the_answer_loses_nothing()
    {
        var world = await WelcomeWorld.StartAsync();
        var ann = await world.People.SubscribeAsync(Ann);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        world.Provider.After = _ =>
            world.FoldAsync(ann.Id, "hello.md", MailEventKind.Delivered).GetAwaiter().GetResult();

        await world.TickAsync();
        world.Provider.After = null;
        await world.PassAsync(TimeSpan.FromDays(3));

        Assert.Equal(2, world.MailOf(Ann).Count);
        var step = await world.AccountAsync("hello.md");
        Assert.Equal((1, 1, 0), (step.Sent, step.Delivered, step.Uncertain));
    }

    [Fact]
    public async Task A_provider_that_is_away_is_tried_again_and_nothing_goes_twice()
    {
        var world = await WelcomeWorld.StartAsync();
        for (var n = 0; n < 20; n++)
            await world.People.SubscribeAsync($"p{n}@example.org");
        world.Time.Advance(TimeSpan.FromMinutes(1));
        world.Provider.Answer = _ => new SendResult(SendOutcome.NotSent, Reason: "No connection.");
        await world.TickAsync();
        // Those that were under way at once are in vain; the others are left for the next minute.
        Assert.InRange(world.Provider.Calls, 1, 16);

        world.Provider.Answer = null;
        await world.PassAsync(TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(1));
        Assert.All(Enumerable.Range(0, 20), n => Assert.Single(world.MailOf($"p{n}@example.org")));
    }

    [Fact]
    public async Task A_429_stops_all_and_a_refused_address_only_its_own()
    {
        var world = await WelcomeWorld.StartAsync();
        await world.People.SubscribeAsync(Ann);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        world.Provider.Answer = _ => new SendResult(SendOutcome.NotSent, NotBefore: world.Now.AddMinutes(10));
        await world.TickAsync();
        await world.PassAsync(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1));
        Assert.Equal(1, world.Provider.Calls);

        world.Provider.Answer = _ => new SendResult(SendOutcome.NotSent, Permanent: true, RefusedRecipients: [0]);
        await world.PassAsync(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1));
        Assert.Equal((2, 1), (world.Provider.Calls, (await world.AccountAsync("hello.md")).Refused));
    }

    [Fact]
    public async Task A_mail_that_the_provider_refuses_waits_for_staff()
    {
        var world = await WelcomeWorld.StartAsync();
        world.Provider.Answer = _ => new SendResult(
            SendOutcome.NotSent,
            Permanent: true,
            Reason: "The content is odd."
        );
        await world.WelcomeAsync(Ann);
        await world.PassAsync(TimeSpan.FromMinutes(50), TimeSpan.FromMinutes(10));
        Assert.Equal(1, world.Provider.Calls);
        Assert.Contains("The content is odd.", Assert.Single(world.People.Mail.Sent, m => m.Kind == "staff").Text);

        world.Provider.Answer = null;
        await world.PassAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(10));
        Assert.Equal(["About hello.md"], world.MailOf(Ann));
    }

    [Fact]
    public async Task Erasing_takes_the_persons_part_of_the_ledger_along()
    {
        var world = await WelcomeWorld.StartAsync();
        world.Provider.Answer = _ => new SendResult(SendOutcome.Unknown);
        var ann = await world.WelcomeAsync(Ann);
        Assert.Contains(await world.NamesAsync("welcome/"), n => n.Contains(ann.Id.Value, StringComparison.Ordinal));

        await world.People.Get<Erasure>().EraseAsync(ann.Id, default);
        await world.PassAsync(TimeSpan.FromDays(3), TimeSpan.FromHours(1));

        Assert.DoesNotContain(
            await world.NamesAsync("welcome/"),
            n => n.Contains(ann.Id.Value, StringComparison.Ordinal)
        );
        Assert.Single(world.Provider.Taken);
        Assert.Equal(1, (await world.AccountAsync()).Began);
    }

    [Fact]
    public async Task Names_and_documents_hold_no_address()
    {
        var world = await WelcomeWorld.StartAsync();
        await world.WelcomeAsync(Ann);

        foreach (var name in await world.NamesAsync("welcome/"))
        {
            var blob = await world.Blobs.ReadAsync(new BlobPath(Containers.State, name), default);
            Assert.DoesNotContain("ann@", name + System.Text.Encoding.UTF8.GetString(blob!.Content.Span));
        }
    }

    [Fact]
    public async Task Steps_that_staff_move_insert_and_take_out_are_sent_to_no_one_twice()
    {
        var world = await WelcomeWorld.StartAsync();
        await world.WelcomeAsync(Ann);
        await world.DropAsync("early.md", "# Early\n\nText.\n");
        await world.DropAsync("late.md", "# Late\n\nText.\n");
        world.Set(
            new("early.md", TimeSpan.Zero),
            new("hello.md", TimeSpan.FromHours(1)),
            new("late.md", TimeSpan.FromDays(3))
        );

        await world.PassAsync(TimeSpan.FromDays(5), TimeSpan.FromHours(4));
        await world.WelcomeAsync("bob@example.org");
        await world.PassAsync(TimeSpan.FromDays(5), TimeSpan.FromHours(4));

        Assert.Equal(["About hello.md", "Late"], world.MailOf(Ann));
        Assert.Equal(["Early", "About hello.md", "Late"], world.MailOf("bob@example.org"));
    }

    [Fact]
    public async Task A_confirmation_that_is_stored_late_is_not_lost_and_one_that_never_is_goes_away()
    {
        var world = await WelcomeWorld.StartAsync();
        await world.People.JoinAsync(Ann);
        var token = world.People.MailedToken();
        var failing = true;
        world.Blobs.Before = (name, path) =>
        {
            // The look is put down, and the record is not changed.
            if (
                failing
                && name == nameof(IBlobStore.WriteAsync)
                && path.Name.StartsWith("shards/", StringComparison.Ordinal)
            )
                throw new StorageException("Not now.");
        };
        await Assert.ThrowsAnyAsync<Exception>(() => world.People.ConfirmAsync(token));
        failing = false;
        world.Time.Advance(TimeSpan.FromMinutes(20));
        await world.TickAsync();
        Assert.Single(await world.NamesAsync("welcome/due/"));

        await world.People.ConfirmAsync(token);
        await world.PassAsync(TimeSpan.FromHours(2), TimeSpan.FromMinutes(10));
        Assert.Equal(["About hello.md"], world.MailOf(Ann));

        await world.People.JoinAsync("bob@example.org");
        failing = true;
        await Assert.ThrowsAnyAsync<Exception>(() => world.People.ConfirmAsync());
        failing = false;
        await world.PassAsync(TimeSpan.FromHours(2), TimeSpan.FromMinutes(10));
        Assert.Empty(world.MailOf("bob@example.org"));
        Assert.Single(await world.NamesAsync("welcome/due/"));
    }

    [Fact]
    public async Task Documents_that_a_person_damaged_keep_no_one_else_from_their_welcome()
    {
        var world = await WelcomeWorld.StartAsync();
        for (var n = 0; n < 6; n++)
        {
            var person = await world.WelcomeAsync($"p{n}@example.org");
            await world.Blobs.WriteAsync(
                new BlobPath(Containers.State, $"welcome/people/{person.Id.Value}/news.json"),
                "not json"u8.ToArray(),
                BlobHeaders.Json,
                WriteCondition.Always,
                default
            );
        }
        foreach (
            var name in new[] { "welcome/due/rubbish", "welcome/due/2026-03-10T1500/a.b.c", "welcome/due/x.people" }
        )
            await world.Blobs.WriteAsync(
                new BlobPath(Containers.State, name),
                "{}"u8.ToArray(),
                BlobHeaders.Json,
                WriteCondition.Always,
                default
            );
        await world.PassAsync(TimeSpan.FromDays(2), TimeSpan.FromHours(4));

        await world.WelcomeAsync(Ann);

        Assert.Equal(["About hello.md"], world.MailOf(Ann));
    }

    [Fact]
    public async Task Who_bounced_and_confirms_anew_gets_what_they_did_not_have()
    {
        var world = await WelcomeWorld.StartAsync();
        var ann = await world.WelcomeAsync(Ann);
        await world
            .People.Get<ISuppression>()
            .SuppressAsync(ann.Id, SuppressionReason.Bounced, world.Now, null, default);
        await world.PassAsync(TimeSpan.FromDays(3), TimeSpan.FromHours(6));
        Assert.Single(world.MailOf(Ann));

        await world.WelcomeAsync(Ann);
        await world.PassAsync(TimeSpan.FromDays(3), TimeSpan.FromHours(6));

        Assert.Equal(["About hello.md", "About exercises.md"], world.MailOf(Ann));
    }

    [Fact]
    public async Task A_reader_gets_their_language_where_there_is_one_and_it_is_the_same_step()
    {
        var world = await WelcomeWorld.StartAsync();
        await world.DropAsync("hello.fr.md", "# Bienvenue\n\nContents de vous compter parmi nous.\n");
        await world.DropAsync("exercises.fr.md", "---\ndraft: true\n---\n\n# Exercices\n\nPas encore.\n");
        var ann = await world.People.SubscribeAsync(Ann);
        await world.People.SaveAsync(
            ann,
            ("newsletter", "news"),
            ("frequency", "AsScheduled"),
            ("language", "fr"),
            ("pause", "")
        );
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.TickAsync();
        await world.WelcomeAsync("bob@example.org");
        await world.PassAsync(TimeSpan.FromDays(3), TimeSpan.FromHours(6));

        Assert.Equal(["Bienvenue", "About exercises.md"], world.MailOf(Ann));
        Assert.Equal(["About hello.md", "About exercises.md"], world.MailOf("bob@example.org"));
        Assert.Contains("lang=\"fr\"", world.Provider.Taken[0].Content.Html, StringComparison.Ordinal);
        Assert.Equal(2, (await world.AccountAsync("hello.md")).Sent);
    }
}
