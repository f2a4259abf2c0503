using System.Net;
using System.Security.Cryptography;
using System.Text;
using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Journeys.Subscribers;
using FunctionsPipeline.SendGrid.Events;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Journeys.Newsletters;

/// <summary>
/// SendGrid's event webhook through the door: what is signed is stored and folded, once; what is not leaves no trace.
/// </summary>
[Collection(nameof(SubscriberApp))]
public sealed class EventWebhookHttpTests(SubscriberApp app)
{
    private static readonly string Now = TimeProvider
        .System.GetUtcNow()
        .ToUnixTimeSeconds()
        .ToString(System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_signed_post_is_folded_within_seconds_and_its_replay_changes_nothing()
    {
        const string address = "bounces-at-the-door@example.org";
        var subscriber = await ImportAsync(address);
        var body = Encoding.UTF8.GetBytes(
            $$"""[{"email":"{{address}}","timestamp":{{Now}},"event":"bounce","type":"bounce","status":"5.1.1","reason":"550 <{{address}}> unknown","sg_event_id":"e1","fp_recipient":"{{subscriber.Id}}","never_seen":[{"before":1} ]}]"""
        );
        var (before, folded) = (await StoredAsync(), Folded(app.App.Log));

        Assert.Equal(HttpStatusCode.OK, await PostAsync(body));

        await Eventually.TrueAsync(
            async () => (await app.FindAsync(address))!.Suppressed is not null,
            "the suppression"
        );
        var suppressed = (await app.FindAsync(address))!;
        Assert.Equal(DepartureReason.Bounced, suppressed.Suppressed!.Reason);
        var stored = Assert.Single((await StoredAsync()).Except(before));
        Assert.DoesNotContain(
            "@",
            await Drops.ReadAsync(app.App.ConnectionString, Containers.State, stored),
            StringComparison.Ordinal
        );

        // SendGrid repeats what it is not sure of, and anyone may replay what they saw.
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.OK, await PostAsync(body));

        // The folder is the day's, and the day may have changed since.
        Assert.Equal(
            Path.GetFileName(stored),
            Assert.Single((await StoredAsync()).Except(before).Select(Path.GetFileName).Distinct())
        );
        await Eventually.TrueAsync(() => Folded(app.App.Log) >= folded + 4, "all four folded");
        Assert.Equal(suppressed.Suppressed, (await app.FindAsync(address))!.Suppressed);
        Assert.DoesNotContain(address, app.App.Log, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_is_not_signed_by_sendgrid_is_refused_and_leaves_no_trace()
    {
        var body = Encoding.UTF8.GetBytes(
            $$"""[{"email":"x@example.org","timestamp":{{Now}},"event":"delivered","fp_recipient":"x"}]"""
        );
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var before = await StoredAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(body, signature: Sign(stranger, Now, body)));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(body, signature: ""));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(body, signature: "not base64"));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(body, signature: new string('A', 4000)));
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            await PostAsync(body, signature: Sign(app.WebhookKey, Now, body), timestamp: Now + "0")
        );
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            await PostAsync([.. body, (byte)' '], signature: Sign(app.WebhookKey, Now, body))
        );
        using (var look = await app.App.Http.GetAsync(app.Url("api/sendgrid/events")))
            Assert.False(look.IsSuccessStatusCode);

        Assert.Equal(before, await StoredAsync());
    }

    [Theory]
    [InlineData("{\"event\":\"delivered\"}")]
    [InlineData("[{\"event\":\"delivered\"")]
    [InlineData("")]
    [InlineData("\u0000\u0001")]
    public async Task What_is_signed_and_no_list_of_events_is_refused_for_good(string body)
    {
        var before = await StoredAsync();

        // Not 5xx: SendGrid would repeat it for a day.
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(Encoding.UTF8.GetBytes(body)));

        Assert.Equal(before, await StoredAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task More_than_sendgrid_ever_sends_is_refused_though_it_is_signed(bool chunked)
    {
        var before = await StoredAsync();
        var body = Encoding.ASCII.GetBytes('[' + new string(' ', SendGridEventWebhook.MaxBodyBytes) + ']');

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(body, chunked: chunked));
        // The most that is taken.
        Assert.Equal(
            HttpStatusCode.OK,
            await PostAsync(
                [(byte)'[', .. body.AsSpan(1, SendGridEventWebhook.MaxBodyBytes - 2), (byte)']'],
                chunked: chunked
            )
        );

        Assert.True((await StoredAsync()).Except(before).Count() <= 1);
    }

    /// <param name="signature">Null: the right one.</param>
    private async Task<HttpStatusCode> PostAsync(
        byte[] body,
        string? signature = null,
        string? timestamp = null,
        bool chunked = false
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, app.Url("api/sendgrid/events"))
        {
            Content = new ByteArrayContent(body),
        };
        request.Headers.TransferEncodingChunked = chunked;
        // The answer may come before the body has gone.
        request.Headers.ExpectContinue = !chunked;
        request.Headers.TryAddWithoutValidation(
            SendGridEventWebhook.SignatureHeader,
            signature ?? Sign(app.WebhookKey, timestamp ?? Now, body)
        );
        request.Headers.TryAddWithoutValidation(SendGridEventWebhook.TimestampHeader, timestamp ?? Now);
        using var answer = await app.App.Http.SendAsync(request);
        return answer.StatusCode;
    }

    private static string Sign(ECDsa key, string timestamp, byte[] body) =>
        Convert.ToBase64String(
            key.SignData(
                [.. Encoding.UTF8.GetBytes(timestamp), .. body],
                HashAlgorithmName.SHA256,
                DSASignatureFormat.Rfc3279DerSequence
            )
        );

    /// <summary>Names of the bodies that were stored.</summary>
    private async Task<IReadOnlyList<string>> StoredAsync() =>
        await new AzureBlobStore(StorageClients.From(app.App.ConnectionString).Blobs)
            .ListAsync(Containers.State, "events/", default)
            .Select(blob => blob.Name)
            .ToListAsync();

    private static int Folded(string log) => log.Split("Executed 'Functions.FoldEvents' (Succeeded").Length - 1;

    private async Task<Subscriber> ImportAsync(string address)
    {
        using var csv = new StringContent($"email\n{address}\n", Encoding.UTF8, "text/csv");
        using var answer = await app.App.Http.PostAsync(
            app.Url(
                "api/subscribers/imports?newsletter=newsletter&basis=express&date=2025-01-31&evidence=paper&file=door.csv"
            ),
            csv
        );
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await Eventually.TrueAsync(async () => await app.FindAsync(address) is not null, "the import");
        return (await app.FindAsync(address))!;
    }
}
