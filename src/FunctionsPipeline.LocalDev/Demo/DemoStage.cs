using Azure.Storage.Blobs;
using FunctionsPipeline.Desk.Access;
using FunctionsPipeline.LocalDev.SendGridEmulator;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.LocalDev.Demo;

/// <summary>What the demo plays on: the app as its users reach it, the mail that it sends, and what it stores.</summary>
/// <param name="Address">Where the app answers, ending in '/'.</param>
/// <param name="Storage">Where staff drop files.</param>
/// <param name="Mail">Its clock is the app's too.</param>
/// <param name="Due">When the sample newsletter goes out.</param>
/// <param name="Store">The same storage, to read the app's answers by the domain's own types.</param>
public sealed record DemoStage(
    Uri Address,
    BlobServiceClient Storage,
    EmulatedSendGrid Mail,
    DateTimeOffset Due,
    IBlobStore Store,
    ISendingReader Sending,
    IAudience Audience,
    SignInLinks Desk
) : IDisposable
{
    /// <summary>Real time: on a busy machine everything takes its while.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(40);

    /// <summary>The app is careful with clocks: nothing happens in the very second in which it is due.</summary>
    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A tick that came a moment too early is followed by another, which must not take a real minute; the next one later, or
    /// the issue's hour would be over on a busy machine before anything was done.
    /// </summary>
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(3);

    public HttpClient Http { get; } =
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = Address };

    /// <summary>A link that signs in to the desk: once, within a quarter of an hour.</summary>
    internal Uri DeskLink =>
        Desk.Make(new SiteSettings { FunctionsUrl = Address }, EmailAddress.Parse(SentIssue.Staff));

    public DateTimeOffset Now => Mail.Clock.GetUtcNow();

    /// <summary>Looks until there is something to see.</summary>
    /// <exception cref="DemoException">It does not come.</exception>
    internal static async Task<T> WaitAsync<T>(
        string what,
        Func<CancellationToken, Task<T?>> look,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < Patience)
        {
            if (await look(cancellationToken) is { } seen)
                return seen;
            await Task.Delay(Glance, TimeProvider.System, cancellationToken);
        }
        throw new DemoException($"{what}: not after {Patience.TotalSeconds:0} s.");
    }

    /// <summary>
    /// Moves the clock to shortly after a time, and on from minute to minute until what is due then can be seen.
    /// </summary>
    /// <exception cref="DemoException">It does not come.</exception>
    internal Task<T> WaitFromAsync<T>(
        DateTimeOffset time,
        string what,
        Func<CancellationToken, Task<T?>> look,
        CancellationToken cancellationToken
    )
        where T : class
    {
        MoveTo(time + Leeway);
        var (ticked, patience) = (TimeProvider.System.GetTimestamp(), FirstPatience);
        return WaitAsync(
            what,
            async token =>
            {
                if (await look(token) is { } seen)
                    return seen;
                if (TimeProvider.System.GetElapsedTime(ticked) > patience)
                {
                    MoveTo(NextMinute);
                    (ticked, patience) = (TimeProvider.System.GetTimestamp(), patience * 2);
                }
                return null;
            },
            cancellationToken
        );
    }

    /// <summary>When the app's timers tick next.</summary>
    internal DateTimeOffset NextMinute =>
        Now.AddTicks(TimeSpan.TicksPerMinute - (Now.UtcTicks % TimeSpan.TicksPerMinute));

    internal void MoveTo(DateTimeOffset time)
    {
        if (time > Now)
            Mail.Clock.Advance(time - Now);
    }

    /// <summary>From here on the clock shows the real time, as storage does: for people who play on.</summary>
    internal void CatchUp() => MoveTo(TimeProvider.System.GetUtcNow());

    public void Dispose() => Http.Dispose();
}
