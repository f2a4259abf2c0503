using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FunctionsPipeline.Benchmarks.Harness;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Accounting;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Joining;
using FunctionsPipeline.Subscribers.Leaving;
using FunctionsPipeline.Subscribers.Pages;

namespace FunctionsPipeline.Benchmarks.Operations;

/// <summary>Lets the app do each step that the cost model counts, and notes what it asks for.</summary>
/// <param name="newApp">An empty app with a weekly newsletter, due on Tuesdays at 15:00 UTC, and three targets.</param>
internal sealed partial class Measurements(Func<MeteredApp> newApp)
{
    private const string Newsletter = "weekly";
    private const int EventsPerPost = 100;
    private static readonly RequestOrigin Origin = new(System.Net.IPAddress.Parse("192.0.2.7"), "Benchmark");
    private static readonly Meter Aside = new();

    /// <summary>
    /// Articles on a site of some dozens; then housekeeping and ticks with nothing to do, over a whole day.
    /// </summary>
    public async Task<(Meter Article, int Articles, Meter Housekeeping, Meter Tick)> SiteAsync(
        CancellationToken cancellationToken
    )
    {
        const int before = 48,
            measured = 8;
        await using var app = newApp();
        await app.StartAsync(cancellationToken);
        await app.TickAsync(Aside, cancellationToken);
        var article = new Meter();
        for (var i = 0; i < before + measured; i++)
        {
            var meter = i < before ? Aside : article;
            await DropAsync(app, meter, i, cancellationToken);
            // What waits a moment, the site and the targets, is this article's.
            app.Time.Advance(TimeSpan.FromMinutes(1));
            await app.DrainAsync(meter, cancellationToken);
        }

        // Past the issue that the articles make: no one subscribes here. In steps, because a long silence raises the fence.
        for (var i = 0; i < 6 * 24; i++)
        {
            app.Time.Jump(app.Time.GetUtcNow().AddHours(1));
            await MinuteAsync(app, Aside, cancellationToken);
        }
        if (await app.Get<ISendingReader>().FindHaltAsync(cancellationToken) is { } halt)
            throw new InvalidOperationException($"Sending is fenced, and does less than it should: {halt.Detail}");
        var (tick, housekeeping) = (new Meter(), new Meter());
        for (var minute = 0; minute < 24 * 60; minute++)
        {
            await MinuteAsync(app, tick, cancellationToken);
            if (minute % 5 == 0)
                await app.KeepHouseAsync(housekeeping, cancellationToken);
        }
        return (article, measured, housekeeping, tick);
    }

    /// <summary>One issue from its plan to its closed account, all of it delivered.</summary>
    /// <returns>What the ticks and the staging asked for beyond idle ticks, and the webhook's posts.</returns>
    public async Task<IssueMeasurement> IssueAsync(int recipients, CancellationToken cancellationToken)
    {
        await using var app = newApp();
        await app.StartAsync(cancellationToken);
        await SubscriberSeed.PutAsync(
            app.Memory,
            recipients,
            i => string.Create(CultureInfo.InvariantCulture, $"reader{i}@example.org"),
            _ => [Newsletter],
            cancellationToken
        );
        await app.TickAsync(Aside, cancellationToken);
        for (var i = 0; i < 4; i++)
            await DropAsync(app, Aside, i, cancellationToken);
        // The articles' own late work, the site and the targets, is not the issue's.
        for (var minute = 0; minute < 10; minute++)
            await MinuteAsync(app, Aside, cancellationToken);
        var due = new DateTimeOffset(app.Time.GetUtcNow().Date, TimeSpan.Zero).AddDays(1).AddHours(15);
        var id = IssueId.For(Newsletter, due);
        app.Time.Jump(due.AddHours(-1));

        var (issue, events, ticks, posts) = (new Meter(), new Meter(), 0, 0);
        var untilDue = new Stopwatch();
        for (; app.Time.GetUtcNow() < due.AddHours(97); ticks++)
        {
            untilDue.Start();
            await MinuteAsync(app, issue, cancellationToken);
            if (app.Time.GetUtcNow() < due.AddMinutes(5))
                continue;
            untilDue.Stop();
            foreach (var post in app.Provider.Posts(EventsPerPost))
            {
                posts++;
                await app.RunAsync(events, () => app.Get<IEventInbox>().StoreAsync(post, cancellationToken));
                await app.DrainAsync(events, cancellationToken);
            }
        }

        var account = await app.Get<ISendingReader>().AccountAsync(id, cancellationToken);
        if (account?.Delivered != recipients)
            throw new InvalidOperationException(
                $"The issue was to reach {recipients}, and reached {account?.Delivered}: what was measured is no issue."
            );
        var stored = 0L;
        await foreach (var blob in app.Memory.ListAsync(Containers.State, FolderOf(id), cancellationToken))
            stored += blob.Length;
        return new IssueMeasurement(issue, ticks, (recipients + 999) / 1000, events, posts, stored, untilDue.Elapsed);
    }

    /// <summary>People who join: form, request, page behind the mailed link, button; and who leave: page, button.</summary>
    public async Task<(Meter Signup, Meter Departure, int People)> PeopleAsync(CancellationToken cancellationToken)
    {
        const int before = 4,
            measured = 16;
        await using var app = newApp();
        await app.StartAsync(cancellationToken);
        var (signup, departure) = (new Meter(), new Meter());
        for (var i = 0; i < before + measured; i++)
        {
            // Not more from one network than the limits allow.
            app.Time.Advance(TimeSpan.FromHours(1));
            var address = $"person{i}@example.org";
            await JoinAsync(app, i < before ? Aside : signup, address, cancellationToken);
            await LeaveAsync(app, i < before ? Aside : departure, address, cancellationToken);
        }
        return (signup, departure, measured);
    }

    private static async Task JoinAsync(
        MeteredApp app,
        Meter meter,
        string address,
        CancellationToken cancellationToken
    )
    {
        WebPage shown = null!;
        await app.RunAsync(
            meter,
            async () => shown = await app.Get<SubscribePage>().ShowAsync(null, null, cancellationToken)
        );
        app.Time.Advance(TimeSpan.FromSeconds(10));
        var form = Form(
            ("email", address),
            ("newsletter", Newsletter),
            ("form", FormToken().Match(shown.Html).Groups[1].Value)
        );
        await app.RunAsync(meter, () => app.Get<SubscribePage>().SubmitAsync(form, Origin, cancellationToken));
        var token = MailedLink().Match(app.Mail.Sent[^1].Text).Groups[1].Value;
        await app.RunAsync(meter, () => app.Get<ConfirmPage>().ShowAsync(token, cancellationToken));
        await app.RunAsync(meter, () => app.Get<ConfirmPage>().ConfirmAsync(token, Origin, cancellationToken));
    }

    private static async Task LeaveAsync(
        MeteredApp app,
        Meter meter,
        string address,
        CancellationToken cancellationToken
    )
    {
        Candidate? reader = null;
        await foreach (
            var candidate in app.Get<IAudience>()
                .EnumerateAsync(new AudienceQuery(Newsletter, app.Time.GetUtcNow(), []), cancellationToken)
        )
            reader = candidate.Address == address ? candidate : reader;
        var token = app.Get<ISubscriberLinks>()
            .Unsubscribe(reader?.Id ?? throw new InvalidOperationException("No one joined."), Newsletter)
            .Segments[^1];
        await app.RunAsync(meter, () => app.Get<UnsubscribePage>().ShowAsync(token, cancellationToken));
        await app.RunAsync(
            meter,
            () => app.Get<UnsubscribePage>().LeaveAsync(token, Form(), Origin, cancellationToken)
        );
    }

    private static async Task MinuteAsync(MeteredApp app, Meter meter, CancellationToken cancellationToken)
    {
        app.Time.Advance(TimeSpan.FromMinutes(1));
        await app.TickAsync(meter, cancellationToken);
        await app.DrainAsync(meter, cancellationToken);
    }

    private static async Task DropAsync(MeteredApp app, Meter meter, int number, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"article-{number:d5}.md");
        var text = Dated().Replace(SampleText.Article(number), "");
        await app.Memory.WriteAsync(
            new BlobPath(Containers.Articles, name),
            Encoding.UTF8.GetBytes(text),
            BlobHeaders.Text,
            WriteCondition.Always,
            cancellationToken
        );
        await app.RenderAsync(meter, name, cancellationToken);
        await app.DrainAsync(meter, cancellationToken);
    }

    private static string FolderOf(IssueId issue)
    {
        var name = SendingPaths.Issue(issue).Name;
        return name[..(name.LastIndexOf('/') + 1)];
    }

    private static FormValues Form(params (string Name, string Value)[] fields) =>
        new(fields.ToDictionary(f => f.Name, f => (IReadOnlyList<string>)[f.Value], StringComparer.Ordinal));

    [GeneratedRegex("name=\"form\" value=\"([^\"]*)\"")]
    private static partial Regex FormToken();

    [GeneratedRegex("/api/confirm/([A-Za-z0-9_-]+)")]
    private static partial Regex MailedLink();

    [GeneratedRegex("^date: .*\n", RegexOptions.Multiline)]
    private static partial Regex Dated();
}

/// <param name="Issue">Ticks and stagings over the issue's life.</param>
/// <param name="Ticks">How many ticks are in <paramref name="Issue"/>.</param>
/// <param name="Events">Posts of the webhook, stored and folded.</param>
/// <param name="StoredBytes">What the issue keeps once it is over.</param>
/// <param name="UntilDue">The processor's time for planning it and handing it over.</param>
internal sealed record IssueMeasurement(
    Meter Issue,
    int Ticks,
    int Requests,
    Meter Events,
    int Posts,
    long StoredBytes,
    TimeSpan UntilDue
);
