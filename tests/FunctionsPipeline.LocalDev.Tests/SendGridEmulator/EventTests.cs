using System.Collections.Concurrent;
using System.Net;
using FunctionsPipeline.LocalDev.SendGridEmulator;
using FunctionsPipeline.Mail;
using FunctionsPipeline.SendGrid.Events;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.LocalDev.Tests.SendGridEmulator;

/// <summary>The emulator's events as the real webhook reads them.</summary>
public sealed class EventTests
{
    [Fact]
    public async Task Each_address_behaves_as_its_name_says()
    {
        await using var webhook = await Webhook.StartAsync();
        var events = await webhook.SendAsync(
            "reader@mail.example",
            "bounce@mail.example",
            "block@mail.example",
            "invalid@mail.example",
            "complain@mail.example",
            "unsubscribe@mail.example",
            "defer@mail.example",
            "open@mail.example"
        );

        Assert.Equal([MailEventKind.Processed, MailEventKind.Delivered], Of(events, "s0"));
        Assert.Equal([MailEventKind.Processed, MailEventKind.Bounced], Of(events, "s1"));
        Assert.Equal([MailEventKind.Processed, MailEventKind.Blocked], Of(events, "s2"));
        Assert.Equal([MailEventKind.Dropped], Of(events, "s3"));
        Assert.Equal([MailEventKind.Processed, MailEventKind.Delivered, MailEventKind.Complained], Of(events, "s4"));
        Assert.Equal([MailEventKind.Processed, MailEventKind.Delivered, MailEventKind.Unsubscribed], Of(events, "s5"));
        Assert.Equal([MailEventKind.Processed, MailEventKind.Deferred, MailEventKind.Delivered], Of(events, "s6"));
        Assert.Equal([MailEventKind.Processed, MailEventKind.Delivered, MailEventKind.Opened], Of(events, "s7"));
        Assert.All(events, e => Assert.Equal(("weekly", "r1", 0), (e.IssueId, e.RequestId, e.Gen!.Value)));
        Assert.Equal(0, webhook.Refused);
    }

    [Fact]
    public async Task Who_bounced_complained_or_left_is_on_the_lists_and_gets_nothing_more()
    {
        await using var webhook = await Webhook.StartAsync();
        string[] addresses =
        [
            "bounce@mail.example",
            "complain@mail.example",
            "unsubscribe@mail.example",
            "block@mail.example",
        ];
        await webhook.SendAsync(addresses);
        webhook.Events.Clear();

        var lists = new List<ProviderSuppression>();
        await foreach (var one in webhook.Emulated.Mail.ListSuppressionsAsync(Emulated.Start.AddDays(-1), default))
            lists.Add(one);
        Assert.Equal(
            [
                ("unsubscribe@mail.example", SuppressionReason.Unsubscribed),
                ("complain@mail.example", SuppressionReason.Complained),
                ("bounce@mail.example", SuppressionReason.Bounced),
                ("block@mail.example", SuppressionReason.Blocked),
            ],
            lists.Select(s => (s.Address, s.Reason))
        );

        var again = await webhook.SendAsync(addresses);
        Assert.Equal(
            [MailEventKind.Dropped, MailEventKind.Dropped, MailEventKind.Dropped],
            Enumerable.Range(0, 3).SelectMany(i => Of(again, $"s{i}"))
        );
        Assert.Equal([MailEventKind.Processed, MailEventKind.Blocked], Of(again, "s3"));
    }

    [Fact]
    public async Task Who_moves_gets_the_first_message_and_bounces_then()
    {
        await using var webhook = await Webhook.StartAsync();
        Assert.Equal(
            [MailEventKind.Processed, MailEventKind.Delivered],
            Of(await webhook.SendAsync("moves-away@mail.example"), "s0")
        );
        webhook.Events.Clear();
        Assert.Equal(
            [MailEventKind.Processed, MailEventKind.Bounced],
            Of(await webhook.SendAsync("moves-away@mail.example"), "s0")
        );
        webhook.Events.Clear();
        Assert.Equal([MailEventKind.Dropped], Of(await webhook.SendAsync("moves-away@mail.example"), "s0"));
    }

    [Theory]
    [InlineData(Fault.DuplicateEvents, 2)]
    [InlineData(Fault.DuplicateEventsWithNewIds, 2)]
    [InlineData(Fault.LoseEvents, 0)]
    public async Task Events_are_doubled_or_lost(Fault fault, int times)
    {
        await using var webhook = await Webhook.StartAsync();
        webhook.Emulated.SendGrid.Faults.Next(fault);
        var events = await webhook.SendAsync("reader@mail.example");
        Assert.Equal(times, events.Count(e => e.Kind == MailEventKind.Delivered));
        Assert.Equal(times == 0 ? 1 : 0, webhook.Emulated.SendGrid.Status.EventPostsLost);
        if (times == 2)
            Assert.Equal(
                fault == Fault.DuplicateEvents ? 1 : 2,
                webhook.Bodies.Distinct(StringComparer.Ordinal).Count()
            );
    }

    [Fact]
    public async Task Events_come_in_any_order_and_processed_not_at_all()
    {
        await using var webhook = await Webhook.StartAsync();
        webhook.Emulated.SendGrid.Faults.Next(Fault.ReorderEvents);
        var addresses = Enumerable.Range(0, 20).Select(i => $"reader{i}@mail.example").ToArray();
        var shuffled = await webhook.SendAsync(addresses);
        Assert.Equal(40, shuffled.Count);
        Assert.NotEqual(shuffled.OrderBy(e => e.Kind), shuffled);
        webhook.Events.Clear();

        webhook.Emulated.SendGrid.Faults.Next(Fault.MissingProcessed);
        Assert.All(await webhook.SendAsync(addresses), e => Assert.Equal(MailEventKind.Delivered, e.Kind));
    }

    [Fact]
    public async Task After_hours_of_outage_events_come_late()
    {
        await using var webhook = await Webhook.StartAsync();
        webhook.Emulated.SendGrid.Faults.WebhookOutage = true;
        Assert.Empty(await webhook.SendAsync("reader@mail.example"));
        Assert.Equal(1, webhook.Emulated.SendGrid.Status.EventPostsWaiting);
        await webhook.Emulated.AdvanceAsync(TimeSpan.FromHours(5));
        Assert.Empty(webhook.Events);

        webhook.Emulated.SendGrid.Faults.WebhookOutage = false;

        await Eventually.TrueAsync(
            () =>
            {
                webhook.Emulated.SendGrid.Clock.Advance(TimeSpan.FromMinutes(1));
                return webhook.Events.Count == 2;
            },
            "the late events"
        );
    }

    [Fact]
    public async Task An_answer_other_than_2xx_is_tried_again()
    {
        await using var webhook = await Webhook.StartAsync();
        webhook.Answer = HttpStatusCode.Redirect;
        await webhook.SendAsync("reader@mail.example");
        webhook.Events.Clear();
        webhook.Answer = HttpStatusCode.OK;
        await Eventually.TrueAsync(
            () =>
            {
                webhook.Emulated.SendGrid.Clock.Advance(TimeSpan.FromMinutes(1));
                return webhook.Events.Count == 2;
            },
            "the second try"
        );
    }

    [Fact]
    public async Task A_wrong_signature_is_seen()
    {
        await using var webhook = await Webhook.StartAsync();
        webhook.Emulated.SendGrid.Faults.Next(Fault.WrongSignature);
        Assert.Empty(await webhook.SendAsync("reader@mail.example"));
        Assert.Equal(1, webhook.Refused);
    }

    private static IEnumerable<MailEventKind> Of(IEnumerable<MailEvent> events, string recipient) =>
        events.Where(e => e.RecipientId == recipient).Select(e => e.Kind);

    /// <summary>What an app does with a post: verify, read, answer.</summary>
    private sealed class Webhook : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private int _refused;

        private Webhook(Emulated emulated)
        {
            Emulated = emulated;
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            _app = builder.Build();
            _app.MapPost(
                "/events",
                async http =>
                {
                    using var body = new MemoryStream();
                    await http.Request.Body.CopyToAsync(body);
                    var signed = emulated.Services.GetRequiredService<SendGridEventWebhook>();
                    if (
                        !signed.IsAuthentic(
                            http.Request.Headers[SendGridEventWebhook.SignatureHeader],
                            http.Request.Headers[SendGridEventWebhook.TimestampHeader],
                            body.ToArray()
                        )
                    )
                    {
                        Interlocked.Increment(ref _refused);
                        http.Response.StatusCode = 401;
                        return;
                    }
                    Bodies.Enqueue(System.Text.Encoding.UTF8.GetString(body.ToArray()));
                    foreach (var one in emulated.Services.GetRequiredService<IMailEventReader>().Read(body.ToArray()))
                        Events.Enqueue(one);
                    http.Response.StatusCode = (int)Answer;
                }
            );
        }

        public Emulated Emulated { get; }

        public ConcurrentQueue<MailEvent> Events { get; } = new();

        public ConcurrentQueue<string> Bodies { get; } = new();

        public HttpStatusCode Answer { get; set; } = HttpStatusCode.OK;

        public int Refused => _refused;

        public static async Task<Webhook> StartAsync()
        {
            var emulated = await Emulated.StartAsync();
            var webhook = new Webhook(emulated);
            await webhook._app.StartAsync();
            emulated.SendGrid.Webhook = new Uri($"{webhook._app.Urls.First()}/events");
            return webhook;
        }

        public async Task<List<MailEvent>> SendAsync(params string[] addresses)
        {
            Assert.Equal(
                SendOutcome.Submitted,
                (await Emulated.Mail.SubmitAsync(Emulated.RequestTo(null, null, addresses), default)).Outcome
            );
            await Emulated.SendGrid.SettleAsync(default);
            return [.. Events];
        }

        public async ValueTask DisposeAsync()
        {
            await Emulated.DisposeAsync();
            await _app.DisposeAsync();
        }
    }
}
