using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Joining;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Leaving;
using FunctionsPipeline.Subscribers.Pages;
using FunctionsPipeline.Subscribers.Preferences;
using FunctionsPipeline.Subscribers.Store;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Tests.Subscribers;

/// <summary>
/// Subscribers as the app registers them, over storage in memory, a clock that a test moves and mail that is kept.
/// </summary>
internal sealed partial class SubscriberWorld
{
    private readonly ServiceProvider _services;

    /// <param name="blobs">Null for a store of its own; give one to stand for another process on the same account.</param>
    /// <param name="settings">Further app settings.</param>
    public SubscriberWorld(
        InMemoryBlobStore? blobs = null,
        ManualTimeProvider? time = null,
        params (string Name, string Value)[] settings
    )
        : this(blobs, time, _ => { }, settings) { }

    /// <param name="more">Registers what else takes part.</param>
    public SubscriberWorld(
        InMemoryBlobStore? blobs,
        ManualTimeProvider? time,
        Action<IServiceCollection> more,
        params (string Name, string Value)[] settings
    )
    {
        Time = time ?? new ManualTimeProvider();
        Blobs = blobs ?? new InMemoryBlobStore(Time);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IBlobStore>(Blobs);
        services.AddSingleton<IMessageQueue>(Queue);
        services.AddSingleton<ITransactionalMail>(Mail);
        services.AddSingleton<ISiteSettingsSource>(Settings);
        services.AddSingleton<IThemeSource>(Theme);
        services.AddSingleton<IMailInFlight>(InFlight);
        services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    new Dictionary<string, string?>
                    {
                        ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true",
                        ["FunctionsBaseUrl"] = "https://fn.example.org/",
                    }
                )
                .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value)))
                .Build()
        );
        services.AddSubscribers();
        more(services);
        _services = services.BuildServiceProvider(
            new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }
        );
    }

    public static RequestOrigin Origin { get; } = new(IPAddress.Parse("192.0.2.7"), "Test browser");

    private static FixedTheme Theme { get; } = new();

    public InMemoryBlobStore Blobs { get; }

    public ManualTimeProvider Time { get; }

    public InMemoryMessageQueue Queue { get; } = new();

    public RecordingMail Mail { get; } = new();

    public Deliveries InFlight { get; } = new();

    public FixedSettings Settings { get; } =
        new(
            new SiteSettings
            {
                Name = "Prairie Clinic",
                Organisation = new Organisation
                {
                    LegalName = "Prairie Clinic Ltd.",
                    PostalAddress = ["1 Main Street", "Regina SK"],
                    Phone = "306 555 0100",
                },
                Newsletters =
                [
                    new NewsletterSettings
                    {
                        Id = "news",
                        Name = "Clinic News",
                        Description = "Our articles.",
                        Topics = ["Sleep", "Back pain"],
                    },
                    new NewsletterSettings { Id = "offers", Name = "Offers" },
                ],
            }
        );

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>What the app does when it starts.</summary>
    public Task StartAsync() => KeyCheck.EnsureAsync(Blobs, Get<SubscriberKeys>(), default);

    public async Task<Subscriber?> FindAsync(string address)
    {
        var parsed = EmailAddress.Parse(address);
        return (await Get<ShardStore>().ReadAsync(parsed, default)).Find(parsed);
    }

    public async Task<List<Subscriber>> EverybodyAsync()
    {
        var all = new List<Subscriber>();
        await foreach (var shard in Get<ShardStore>().ReadAllAsync(default))
            all.AddRange(shard.Subscribers());
        return all;
    }

    /// <summary>What happened today, over all shards.</summary>
    public async Task<DayCounts> CountsAsync()
    {
        var sum = new DayCounts();
        await foreach (var shard in Get<ShardStore>().ReadAllAsync(default))
            sum = shard.Days.Values.Aggregate(sum, (a, b) => a + b);
        return sum;
    }

    public async Task<List<EvidenceEvent>> EvidenceAsync(SubscriberId id) =>
        await Get<EvidenceStore>().OfAsync(id, default).ToListAsync();

    /// <summary>Opens the form, waits as a person would, and sends it.</summary>
    public async Task<WebPage> JoinAsync(
        string email,
        string name = "",
        string[]? newsletters = null,
        RequestOrigin? origin = null
    )
    {
        var shown = await Get<SubscribePage>().ShowAsync(null, null, default);
        Time.Advance(TimeSpan.FromSeconds(5));
        return await Get<SubscribePage>()
            .SubmitAsync(
                Form([
                    ("email", email),
                    ("name", name),
                    ("form", Hidden(shown, "form")),
                    .. (newsletters ?? ["news"]).Select(n => ("newsletter", n)),
                ]),
                origin ?? Origin,
                default
            );
    }

    /// <summary>Joins and presses the button behind the mailed link.</summary>
    public Task<Subscriber> SubscribeAsync(string email, params string[] newsletters) =>
        SubscribeAsAsync("", email, newsletters);

    /// <inheritdoc cref="SubscribeAsync"/>
    public async Task<Subscriber> SubscribeAsAsync(string name, string email, params string[] newsletters)
    {
        await JoinAsync(email, name, newsletters.Length == 0 ? ["news"] : newsletters);
        await ConfirmAsync();
        return (await FindAsync(email))!;
    }

    /// <summary>Presses the button behind a mailed link.</summary>
    /// <param name="token">Null for the newest mail's.</param>
    public Task<WebPage> ConfirmAsync(string? token = null) =>
        Get<ConfirmPage>().ConfirmAsync(token ?? MailedToken(), Origin, default);

    /// <summary>Changes what a person gets, by their link.</summary>
    public Task<WebPage> SaveAsync(Subscriber subscriber, params (string Name, string Value)[] fields) =>
        Get<PreferencesPage>().ChangeAsync(PreferencesToken(subscriber.Id), Form(fields), Origin, default);

    /// <summary>Leaves by the link of a message.</summary>
    public Task<WebPage> LeaveAsync(Subscriber subscriber, params (string Name, string Value)[] fields) =>
        Get<UnsubscribePage>().LeaveAsync(UnsubscribeToken(subscriber.Id), Form(fields), Origin, default);

    /// <summary>Judges a page by its status and its words.</summary>
    public static void Shows(WebPage page, IEnumerable<string> says, IEnumerable<string> keeps, int status = 200)
    {
        Assert.Equal(status, page.Status);
        Assert.All(says, text => Assert.Contains(text, page.Html));
        Assert.All(keeps, text => Assert.DoesNotContain(text, page.Html, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The token of the link in the newest mail.</summary>
    public string MailedToken() => MailLink().Match(Mail.Sent[^1].Text).Groups[1].Value;

    public string UnsubscribeToken(SubscriberId id, string newsletter = "news") =>
        Get<ISubscriberLinks>().Unsubscribe(id, newsletter).Segments[^1];

    public string PreferencesToken(SubscriberId id) => Get<ISubscriberLinks>().Preferences(id).Segments[^1];

    public static FormValues Form(params (string Name, string Value)[] fields) =>
        new(
            fields
                .GroupBy(f => f.Name)
                .ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g.Select(f => f.Value)])
        );

    public static string Hidden(WebPage page, string name) =>
        Regex.Match(page.Html, $"name=\"{name}\" value=\"([^\"]*)\"").Groups[1].Value;

    /// <summary>Everything in storage whose name or content holds a text, case aside.</summary>
    public async Task<List<string>> BlobsWithAsync(string text)
    {
        var found = new List<string>();
        await foreach (var entry in Blobs.ListAsync(Containers.Subscribers, "", default))
        {
            var content = Encoding.UTF8.GetString(
                (await Blobs.ReadAsync(new BlobPath(Containers.Subscribers, entry.Name), default))!.Content.Span
            );
            if (
                content.Contains(text, StringComparison.OrdinalIgnoreCase)
                || entry.Name.Contains(text, StringComparison.OrdinalIgnoreCase)
            )
                found.Add(entry.Name);
        }
        return found;
    }

    [GeneratedRegex("https://fn\\.example\\.org/api/[a-z-]+/([A-Za-z0-9_-]+)")]
    private static partial Regex MailLink();

    /// <summary>Of which newsletters a message may still arrive.</summary>
    public sealed class Deliveries : IMailInFlight
    {
        public HashSet<string> Newsletters { get; } = [];

        public Task<bool> MayArriveAsync(string? newsletter, CancellationToken cancellationToken) =>
            Task.FromResult(newsletter is null ? Newsletters.Count > 0 : Newsletters.Contains(newsletter));
    }
}
