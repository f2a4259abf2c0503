using System.Net;
using FunctionsPipeline.LocalDev.Clock;
using FunctionsPipeline.LocalDev.SendGridEmulator.Api;
using FunctionsPipeline.LocalDev.SendGridEmulator.Control;
using FunctionsPipeline.LocalDev.SendGridEmulator.Events;
using FunctionsPipeline.LocalDev.SendGridEmulator.Inbox;
using FunctionsPipeline.LocalDev.SendGridEmulator.Sending;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.LocalDev.SendGridEmulator;

/// <summary>
/// SendGrid on this machine: its API, its judgement, its clock, its events, and an inbox in the browser. See README.md.
/// </summary>
public sealed class EmulatedSendGrid : IAsyncDisposable
{
    private static readonly TimeSpan SettlePause = TimeSpan.FromMilliseconds(10);

    private readonly WebApplication _app;
    private readonly BatchBook _batches;
    private readonly EventPoster _events;
    private readonly InboxLog _inbox;
    private readonly Outbox _outbox;

    private EmulatedSendGrid(EmulatorOptions options, MovableClock clock)
    {
        Clock = clock;
        Faults = new Faults(options.Seed);
        _batches = new BatchBook(clock);
        _inbox = new InboxLog(options.CountsOnly ? 0 : options.InboxSize);
        var suppressions = new SuppressionBook();
        _events = new EventPoster(clock, Faults, new EventFactory(suppressions, _inbox), options.Webhook);
        _outbox = new Outbox(clock, _batches, Deliveries, _events, _inbox, options.IssueArgument);
        _app = Build(options);
        new ApiEndpoints(options, clock, Faults, _batches, suppressions, _outbox, _events).Map(_app);
        new ControlEndpoints(this, clock, _batches).Map(_app);
        new InboxPages(_inbox, clock).Map(_app);
    }

    /// <summary>The base address of the API; the same address in a browser is the inbox.</summary>
    public Uri Address { get; private set; } = null!;

    public MovableClock Clock { get; }

    public Faults Faults { get; }

    public DeliveryCounts Deliveries { get; } = new();

    /// <summary>Where events are posted; null: nowhere.</summary>
    public Uri? Webhook
    {
        get => _events.Webhook;
        set => _events.Webhook = value;
    }

    /// <summary>With which events can be verified: base64 SPKI, as SendGrid shows it. New at each start.</summary>
    public string WebhookPublicKey => _events.PublicKey;

    /// <summary>What a careful client never does: an eleventh cancel, a repeated one, one removed before send_at.</summary>
    public IReadOnlyList<string> Violations => _batches.Violations;

    public EmulatorStatus Status =>
        new(
            Clock.GetUtcNow(),
            Clock.Scale,
            _outbox.Sent,
            _outbox.Discarded,
            _outbox.Scheduled,
            _batches.All().Count + _batches.ForeignHolds,
            _events.Posts,
            _events.Waiting,
            _events.Lost,
            _outbox.BytesReceived
        );

    /// <summary>The inbox, newest first.</summary>
    /// <param name="search">Part of an address or subject; null for all.</param>
    public IEnumerable<InboxMessage> Messages(string? search = null) => _inbox.Messages(search);

    /// <param name="clock">Null: the real time, until it is moved.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<EmulatedSendGrid> StartAsync(
        EmulatorOptions options,
        MovableClock? clock,
        CancellationToken cancellationToken
    )
    {
        var emulator = new EmulatedSendGrid(options, clock ?? new MovableClock(TimeProvider.System));
        try
        {
            await emulator._app.StartAsync(cancellationToken);
            emulator.Address = new Uri(
                emulator
                    ._app.Services.GetRequiredService<IServer>()
                    .Features.Get<IServerAddressesFeature>()!
                    .Addresses.First()
            );
            return emulator;
        }
        catch
        {
            await emulator.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until all that is due was sent and its events were posted, or wait for a later try.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        while (_outbox.IsBusy || _events.Pending > 0)
            await Task.Delay(SettlePause, TimeProvider.System, cancellationToken);
    }

    private WebApplication Build(EmulatorOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory }
        );
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.Port);
            kestrel.Limits.MaxRequestBodySize = MailSendJudge.MaxBytes;
            kestrel.AddServerHeader = false;
        });
        var app = builder.Build();
        app.Use(
            (http, next) =>
            {
                // Deadlines are SendGrid's: its clock is in every answer.
                http.Response.OnStarting(() =>
                {
                    http.Response.Headers.Date = Clock.GetUtcNow().ToString("r");
                    return Task.CompletedTask;
                });
                return IsLocal(http.Request) ? next(http) : Forbid(http);
            }
        );
        return app;
    }

    /// <summary>Neither a page of another site, nor a name that a person pointed at this machine, may use it.</summary>
    private static bool IsLocal(HttpRequest request) =>
        request.Host.Host is "127.0.0.1" or "localhost"
        && (
            HttpMethods.IsGet(request.Method)
            || (string?)request.Headers["Sec-Fetch-Site"] is null or "same-origin" or "none"
        );

    private static Task Forbid(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _outbox.DisposeAsync();
        await _events.DisposeAsync();
    }
}
