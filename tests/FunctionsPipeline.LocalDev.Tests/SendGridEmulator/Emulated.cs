using System.Globalization;
using System.Net.Http.Headers;
using FunctionsPipeline.LocalDev.Clock;
using FunctionsPipeline.LocalDev.SendGridEmulator;
using FunctionsPipeline.Mail;
using FunctionsPipeline.SendGrid;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.LocalDev.Tests.SendGridEmulator;

/// <summary>The emulator with a clock that stands still until it is moved, and the real client in front of it.</summary>
internal sealed class Emulated : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 10, 15, 0, 0, TimeSpan.Zero);

    private readonly ServiceProvider _services;

    private Emulated(EmulatedSendGrid sendGrid)
    {
        SendGrid = sendGrid;
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(
                new ConfigurationBuilder()
                    .AddInMemoryCollection(
                        new Dictionary<string, string?>
                        {
                            ["SendGrid:ApiKey"] = "SG.local",
                            ["SendGrid:BaseUrl"] = sendGrid.Address.ToString(),
                            ["SendGrid:WebhookPublicKey"] = sendGrid.WebhookPublicKey,
                        }
                    )
                    .Build()
            )
            .AddSingleton<TimeProvider>(sendGrid.Clock)
            .AddSendGridMail()
            .BuildServiceProvider();
        Http = new HttpClient { BaseAddress = sendGrid.Address };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "SG.local");
    }

    public EmulatedSendGrid SendGrid { get; }

    public IServiceProvider Services => _services;

    public IBulkMail Mail => _services.GetRequiredService<IBulkMail>();

    public ITransactionalMail Transactional => _services.GetRequiredService<ITransactionalMail>();

    public HttpClient Http { get; }

    public static async Task<Emulated> StartAsync(EmulatorOptions? options = null) =>
        new(
            await EmulatedSendGrid.StartAsync(
                options ?? new EmulatorOptions(),
                new MovableClock(TimeProvider.System, TimeProvider.System.GetUtcNow(), Start, scale: 1e-9),
                CancellationToken.None
            )
        );

    public async Task<string> OpenBatchAsync() => (await Mail.CreateBatchAsync(default)).BatchId!;

    /// <summary>Moves the clock and waits until what became due is done.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        SendGrid.Clock.Advance(by);
        await SendGrid.SettleAsync(CancellationToken.None);
    }

    public int Delivered(string address = "reader0@mail.example", string issue = "weekly") =>
        SendGrid.Deliveries.Of(issue, address);

    public static BulkRequest Request(string? batch = null, TimeSpan? ahead = null, int recipients = 2) =>
        RequestTo(
            batch,
            ahead,
            [
                .. Enumerable
                    .Range(0, recipients)
                    .Select(i => string.Create(CultureInfo.InvariantCulture, $"reader{i}@mail.example")),
            ]
        );

    public static BulkRequest RequestTo(string? batch, TimeSpan? ahead, params string[] addresses) =>
        new(
            batch,
            batch is null ? null : Start + ahead,
            new BulkContent(
                new Mailbox("news@clinic.example", "The Clinic"),
                null,
                "Back pain, -name-",
                "<html><head><title>t</title></head><body><p>Hello -name-</p></body></html>",
                "Hello -name_text-\nThis is the plain text – with a dash.",
                new Dictionary<string, string> { ["List-Id"] = "<weekly.clinic.example>" },
                ["issue", "weekly"]
            ),
            [
                .. addresses.Select(
                    (a, i) =>
                        new BulkRecipient(
                            string.Create(CultureInfo.InvariantCulture, $"s{i}"),
                            new Mailbox(a, "Reader"),
                            new Dictionary<string, string>
                            {
                                ["-name-"] = "Ann &amp; Bo",
                                ["-name_text-"] = "Ann & Bo",
                            },
                            new Dictionary<string, string>
                            {
                                ["List-Unsubscribe"] = "<http://127.0.0.1:9/unsubscribe>",
                                ["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click",
                            }
                        )
                ),
            ],
            new Dictionary<string, string>
            {
                [BulkArgs.Issue] = "weekly",
                [BulkArgs.Request] = "r1",
                [BulkArgs.Gen] = "0",
            }
        );

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _services.DisposeAsync();
        await SendGrid.DisposeAsync();
    }
}
