using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Integration;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters;
using FunctionsPipeline.Newsletters.Planning;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Staff;
using FunctionsPipeline.Publishing.Reconcile;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Sources;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Links;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Testing;

/// <summary>Everything about newsletters but the sending itself, in memory, entered through its doors.</summary>
public sealed class Newsroom : IDisposable
{
    private readonly ServiceProvider _services;
    private int _source;

    public Newsroom(NewsletterSettings? newsletter = null, SiteSettings? site = null)
    {
        Newsletter = newsletter ?? SampleIssue.Newsletter;
        Site = new FixedSettings((site ?? SampleIssue.Site) with { Newsletters = [Newsletter] });
        // Monday, the day before the first slot, Tuesday 09:00 in Regina.
        Time = new ManualTimeProvider(SampleIssue.Due.AddDays(-1));
        Store = new InMemoryBlobStore(Time);
        Sending = new FakeSending(Time);
        _services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(Log))
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<IBlobStore>(Store)
            .AddSingleton<ISiteSettingsSource>(Site)
            .AddSingleton<IThemeSource>(new FixedTheme())
            .AddSingleton<ISendingReader>(Sending)
            .AddSingleton<IPlanReadiness>(Sending)
            .AddSingleton<IIssueFreezer>(Sending)
            .AddSingleton<IIssueStopping>(Sending)
            .AddSingleton<ITransactionalMail>(Mail)
            .AddSingleton<IIssueArchive>(Archive)
            .AddSingleton(SubscriberKeys.Development)
            .AddSingleton<LinkSigner>()
            .AddSingleton<ISubscriberLinks>(provider => new SubscriberLinks(
                provider.GetRequiredService<LinkSigner>(),
                new SubscriberUrls(SampleIssue.Site.FunctionsUrl)
            ))
            .AddNewsletters()
            .AddReviewMails()
            .AddSourceMails()
            .BuildServiceProvider(validateScopes: true);
    }

    public NewsletterSettings Newsletter { get; }

    public FixedSettings Site { get; }

    public RecordingLog Log { get; } = new();

    public ManualTimeProvider Time { get; }

    public InMemoryBlobStore Store { get; }

    public FakeSending Sending { get; }

    public RecordingMail Mail { get; } = new();

    public ListedIssues Archive { get; } = new();

    public INewsletterPlanning Planning => _services.GetRequiredService<INewsletterPlanning>();

    public IManualPlanning Manual => _services.GetRequiredService<IManualPlanning>();

    public IUpcomingIssues Upcoming => _services.GetRequiredService<IUpcomingIssues>();

    public IIssueWishes Wishes => _services.GetRequiredService<IIssueWishes>();

    public IIssuePreviews Previews => _services.GetRequiredService<IIssuePreviews>();

    public IIssueNotices Notices => _services.GetRequiredService<IIssueNotices>();

    public ISourceNotices Sources => _services.GetRequiredService<ISourceNotices>();

    public IReviewNotices Reviews => _services.GetRequiredService<IReviewNotices>();

    public IIssuePages Pages => _services.GetRequiredService<IIssuePages>();

    public IRecipientMerge Merge => _services.GetRequiredService<IRecipientMerge>();

    public Task TickAsync() => Planning.TickAsync(CancellationToken.None);

    /// <summary>Moves the clock and ticks.</summary>
    public async Task TickAtAsync(DateTimeOffset at)
    {
        Time.Jump(at);
        await TickAsync();
    }

    /// <summary>Ticks each minute up to a time, as the timer does.</summary>
    public async Task TickUntilAsync(DateTimeOffset end, int minutes = 1)
    {
        while (Time.GetUtcNow() < end)
        {
            Time.Advance(TimeSpan.FromMinutes(minutes));
            await TickAsync();
        }
    }

    public Task PublishAsync(string slug, DateTimeOffset? at = null, Func<CatalogEntry, CatalogEntry>? change = null)
    {
        var published = at ?? Time.GetUtcNow();
        var entry = SampleIssue.Article(slug, $"About {slug}", $"All about {slug}.", 500, ["Sleep"]) with
        {
            Date = published,
            FirstPublished = published,
            SourceETag = $"\"{++_source}\"",
        };
        entry = change?.Invoke(entry) ?? entry;
        return Store.WriteAsync(
            CatalogBlobs.Entry(Slug.Parse(slug)),
            JsonSerializer.SerializeToUtf8Bytes(entry, JsonBlobs.Options),
            BlobHeaders.Json,
            WriteCondition.Always,
            CancellationToken.None
        );
    }

    /// <summary>Plans the sample issue and takes the tokens of its stop page and its report out of the preview.</summary>
    public async Task<(string Stop, string Report)> PlanSampleAsync()
    {
        await TickAsync();
        foreach (var article in SampleIssue.Articles)
            await PublishAsync(article.Slug, article.FirstPublished, _ => article);
        await TickAtAsync(SampleIssue.Due.AddMinutes(-45));
        await Notices.PlannedAsync(Sending.Issues[0], CancellationToken.None);
        return (TokenOf("/api/stop-issue/"), TokenOf("/api/issue/"));

        string TokenOf(string page)
        {
            var text = Mail.Sent[^1].Text;
            var start = text.IndexOf(page, StringComparison.Ordinal) + page.Length;
            return text[start..text.IndexOf('\n', start)];
        }
    }

    public Task DropNoteAsync(string name, string text) =>
        Store.WriteAsync(
            new BlobPath(Containers.Articles, "_notes/" + name),
            Encoding.UTF8.GetBytes(text),
            BlobHeaders.Text,
            WriteCondition.Always,
            CancellationToken.None
        );

    public async Task<string?> PageAsync(string path) =>
        await Store.ReadAsync(new BlobPath(Containers.Web, path), CancellationToken.None) is { } blob
            ? Encoding.UTF8.GetString(blob.Content.Span)
            : null;

    public void Dispose() => _services.Dispose();

    public sealed class ListedIssues : IIssueArchive
    {
        private readonly ConcurrentDictionary<string, DateTimeOffset> _paths = new(StringComparer.Ordinal);

        public IReadOnlyList<string> Paths => [.. _paths.Keys.Order(StringComparer.Ordinal)];

        public Task ListAsync(
            string newsletter,
            string path,
            string subject,
            DateTimeOffset sentAt,
            CancellationToken cancellationToken
        )
        {
            _paths.TryAdd(path, sentAt);
            return Task.CompletedTask;
        }
    }
}
