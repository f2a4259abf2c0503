using System.Text;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters;
using FunctionsPipeline.Newsletters.Planning;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Accounting;
using FunctionsPipeline.Newsletters.Sending.Halt;
using FunctionsPipeline.Newsletters.Welcome;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Import;
using FunctionsPipeline.Subscribers.Store;
using FunctionsPipeline.Tests.Subscribers;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Tests.Newsletters.Welcome;

/// <summary>Subscribers and the newsletters that welcome them, in memory, with a provider that counts what each person got.</summary>
internal sealed class WelcomeWorld
{
    public static readonly WelcomeStep[] TwoSteps =
    [
        new("hello.md", TimeSpan.Zero),
        new("exercises.md", TimeSpan.FromDays(2)),
    ];

    private WelcomeWorld(SubscriberWorld people, RecordingBulkMail provider) => (People, Provider) = (people, provider);

    public SubscriberWorld People { get; }

    public RecordingBulkMail Provider { get; }

    public ManualTimeProvider Time => People.Time;

    public InMemoryBlobStore Blobs => People.Blobs;

    /// <summary>The token of a mail that asks to confirm, for a button that is pressed again.</summary>
    public string? Asked { get; set; }

    public DateTimeOffset Now => Time.GetUtcNow();

    public static async Task<WelcomeWorld> StartAsync(params WelcomeStep[] steps)
    {
        var world = Create(null, null, new RecordingBulkMail());
        await world.People.StartAsync();
        world.Set(steps.Length == 0 ? TwoSteps : steps);
        foreach (var step in steps.Length == 0 ? TwoSteps : steps)
            await world.DropAsync(step.File, $"# About {step.File}\n\nThe text of {step.File}.\n");
        await world.HaltTickAsync();
        return world;
    }

    /// <summary>Another process on the same account.</summary>
    public WelcomeWorld Next()
    {
        var next = Create(Blobs, Time, Provider);
        next.People.Settings.Settings = People.Settings.Settings;
        next.Asked = Asked;
        return next;
    }

    public void Set(params WelcomeStep[] steps) =>
        People.Settings.Settings = People.Settings.Settings with
        {
            Staff = ["desk@clinic.example"],
            Newsletters =
            [
                .. People.Settings.Settings.Newsletters.Select(n => n.Id == "news" ? n with { Welcome = steps } : n),
            ],
        };

    public Task DropAsync(string file, string text) =>
        Blobs.WriteAsync(
            new BlobPath(Containers.Articles, "_welcome/" + file),
            Encoding.UTF8.GetBytes(text),
            BlobHeaders.Text,
            WriteCondition.Always,
            default
        );

    public Task TakeAwayAsync(string file) =>
        Blobs.DeleteAsync(new BlobPath(Containers.Articles, "_welcome/" + file), null, default);

    public Task TickAsync() => People.Get<IWelcomeSeries>().TickAsync(default);

    /// <summary>What the newsletters' tick does first: this storage is in use.</summary>
    public Task HaltTickAsync() => People.Get<SendingHalt>().TickAsync(default);

    /// <summary>Moves the clock in steps, and ticks after each as the timer does.</summary>
    public async Task PassAsync(TimeSpan time, TimeSpan? step = null)
    {
        var end = Now + time;
        while (Now < end)
        {
            var next = Now + (step ?? TimeSpan.FromHours(1));
            Time.Advance((next < end ? next : end) - Now);
            await HaltTickAsync();
            await TickAsync();
        }
    }

    /// <summary>Subscribes, confirms, and lets the timer come.</summary>
    public async Task<Subscriber> WelcomeAsync(string email)
    {
        var person = await People.SubscribeAsync(email);
        Time.Advance(TimeSpan.FromMinutes(1));
        await TickAsync();
        return person;
    }

    public async Task<string> ImportAsync(string csv, bool welcome)
    {
        var request = new ImportRequest
        {
            Newsletters = ["news"],
            Basis = ConsentBasis.Express,
            ConsentedAt = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Statement = "Signed at the desk.",
            Welcome = welcome,
        };
        var id = await People
            .Get<Imports>()
            .AcceptAsync(new MemoryStream(Encoding.UTF8.GetBytes(csv)), request, default);
        await People.Get<ImportRunner>().RunAsync(id, null, default);
        return id;
    }

    /// <summary>The subjects that a person got or may have got, in order.</summary>
    public IReadOnlyList<string> MailOf(string address) =>
        [.. Provider.Taken.Where(r => r.Recipients[0].To.Address == address).Select(r => r.Content.Subject)];

    public Task FoldAsync(SubscriberId id, string file, params MailEventKind[] kinds) =>
        People
            .Get<IEnumerable<IMessageOutcomes>>()
            .Single()
            .FoldAsync(
                [
                    .. kinds.Select(kind => new MailEvent(
                        kind,
                        Now,
                        IssueId: null,
                        RequestId: null,
                        Gen: null,
                        id.Value,
                        Detail: null,
                        $"welcome.news.{StepKey.Of(file)}"
                    )),
                ],
                default
            );

    public async Task<WelcomeAccount> AccountAsync() =>
        (await People.Get<IWelcomeReader>().AccountsAsync(default)).Single();

    public async Task<WelcomeStepAccount> AccountAsync(string file) =>
        (await AccountAsync()).Steps.Single(s => s.File == file);

    public async Task<List<string>> NamesAsync(string prefix, string container = Containers.State) =>
        await Blobs.ListAsync(container, prefix, default).Select(b => b.Name).ToListAsync();

    private static WelcomeWorld Create(
        InMemoryBlobStore? blobs,
        ManualTimeProvider? time,
        RecordingBulkMail provider
    ) =>
        new(
            new SubscriberWorld(
                blobs,
                time,
                services =>
                    services
                        .AddSingleton<IBulkMail>(provider)
                        .AddSingleton<IMailEventReader, NoEvents>()
                        .AddSingleton(new StorageIdentity("test"))
                        .AddSingleton<IIssueArchive, NoArchive>()
                        .AddNewsletterSending()
                        .AddNewsletters()
                        .AddWelcomeSeries()
            ),
            provider
        );

    private sealed class NoEvents : IMailEventReader
    {
        public byte[] Redact(ReadOnlyMemory<byte> body) => body.ToArray();

        public IReadOnlyList<MailEvent> Read(ReadOnlyMemory<byte> body) => [];
    }

    private sealed class NoArchive : IIssueArchive
    {
        public Task ListAsync(
            string newsletter,
            string path,
            string subject,
            DateTimeOffset sentAt,
            CancellationToken cancellationToken
        ) => Task.CompletedTask;
    }
}
