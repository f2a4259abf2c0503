using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FunctionsPipeline.Mail;
using FunctionsPipeline.SendGrid.Events;
using Microsoft.Extensions.DependencyInjection;
using SendGrid.Helpers.EventWebhook;

namespace FunctionsPipeline.SendGrid.Tests;

public sealed class EventWebhookTests : IDisposable
{
    private const string Timestamp = "1773154800";
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    [Fact]
    public void A_signed_body_is_authentic_and_each_changed_part_is_not()
    {
        var body = "[{\"event\":\"processed\"}]\r\n"u8.ToArray();
        var signature = Sign(_key, Timestamp, body);
        using var services = Services(PublicKey(_key));
        var webhook = services.GetRequiredService<SendGridEventWebhook>();

        Assert.True(webhook.IsAuthentic(signature, Timestamp, body));
        Assert.False(webhook.IsAuthentic(signature, "1773154801", body));
        Assert.False(webhook.IsAuthentic(signature, Timestamp, body.AsSpan()[..^2]));
        Assert.False(webhook.IsAuthentic(null, Timestamp, body));
        Assert.False(webhook.IsAuthentic(signature, null, body));
        Assert.False(webhook.IsAuthentic("", "", body));
        Assert.False(webhook.IsAuthentic("not base64!", Timestamp, body));
        Assert.False(webhook.IsAuthentic("AAAA", Timestamp, body));
        Assert.False(webhook.IsAuthentic(new string('A', 100_000), Timestamp, body));
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.False(webhook.IsAuthentic(Sign(stranger, Timestamp, body), Timestamp, body));
    }

    [Fact]
    public void Names_that_are_no_text_are_left_out_and_the_rest_is_kept()
    {
        var reader = new SendGridEventReader();
        byte[] body = [.. "[{\"event\":\"open\",\""u8, 0x87, .. "\":1,\"\\ud800\":2,\"timestamp\":3}]"u8];

        Assert.Equal("[{\"event\":\"open\",\"timestamp\":3}]", Encoding.UTF8.GetString(reader.Redact(body)));
    }

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(1, 0, 0, 0)]
    [InlineData(0, 1, 0, 0)]
    [InlineData(0, 0, 1, 0)]
    [InlineData(0, 0, 0, 1)]
    public void The_verdict_is_that_of_SendGrids_own_validator(int bodyBy, int timestampBy, int keyBy, int signatureBy)
    {
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        for (var round = 0; round < 20; round++)
        {
            var body = Encoding.UTF8.GetBytes($$"""[{"event":"delivered","n":{{round}},"text":"Grüße 😀"}]""" + "\r\n");
            var signed = DerOf(keyBy == 0 ? _key : stranger, Timestamp, body);
            signed[^1] ^= (byte)signatureBy;
            var signature = Convert.ToBase64String(signed);
            var timestamp = (long.Parse(Timestamp) + timestampBy).ToString();
            body[^3] ^= (byte)bodyBy;
            using var services = Services(PublicKey(_key));

            var ours = services.GetRequiredService<SendGridEventWebhook>().IsAuthentic(signature, timestamp, body);

            var official = new RequestValidator();
            var theirs = official.VerifySignature(
                official.ConvertPublicKeyToECDSA(PublicKey(_key)),
                Encoding.UTF8.GetString(body),
                signature,
                timestamp
            );
            Assert.Equal(theirs, ours);
            Assert.Equal(bodyBy + timestampBy + keyBy + signatureBy == 0, ours);
        }
    }

    [Fact]
    public void While_a_key_is_changed_both_count_and_without_a_key_none()
    {
        using var next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var body = "[]"u8.ToArray();
        using (var services = Services($"{PublicKey(_key)} , {PublicKey(next)}"))
        {
            var webhook = services.GetRequiredService<SendGridEventWebhook>();
            Assert.True(webhook.IsAuthentic(Sign(_key, Timestamp, body), Timestamp, body));
            Assert.True(webhook.IsAuthentic(Sign(next, Timestamp, body), Timestamp, body));
        }
        using var none = Services("");
        Assert.False(
            none.GetRequiredService<SendGridEventWebhook>().IsAuthentic(Sign(_key, Timestamp, body), Timestamp, body)
        );
    }

    [Theory]
    [InlineData("""{"event":"processed"}""", MailEventKind.Processed, null)]
    [InlineData("""{"event":"delivered","response":"250 OK for ann@mail.example"}""", MailEventKind.Delivered, null)]
    [InlineData("""{"event":"deferred","attempt":"5"}""", MailEventKind.Deferred, "5")]
    [InlineData("""{"event":"deferred","attempt":5}""", MailEventKind.Deferred, "5")]
    [InlineData("""{"event":"dropped","reason":"Bounced Address"}""", MailEventKind.Dropped, "Bounced Address")]
    [InlineData("""{"event":"dropped","reason":"Bad: ann@mail.example"}""", MailEventKind.Dropped, null)]
    [InlineData(
        """{"event":"bounce","type":"bounce","status":"5.1.1","reason":"550 ann@mail.example unknown"}""",
        MailEventKind.Bounced,
        "5.1.1"
    )]
    [InlineData(
        """{"event":"bounce","type":"blocked","bounce_classification":"Reputation"}""",
        MailEventKind.Blocked,
        "Reputation"
    )]
    [InlineData(
        """{"event":"bounce","type":"blocked","status":"4.7.0","reason":"421 4.7.0 try later"}""",
        MailEventKind.Blocked,
        "4.7.0"
    )]
    [InlineData(
        """{"event":"bounce","type":"blocked","status":"5.7.1","reason":"550 refused"}""",
        MailEventKind.Blocked,
        "5.7.1"
    )]
    [InlineData("""{"event":"bounce","status":"5.1.1","reason":"452 said before"}""", MailEventKind.Bounced, "5.1.1")]
    [InlineData("""{"event":"bounce","type":"bounce"}""", MailEventKind.Bounced, null)]
    [InlineData("""{"event":"spamreport"}""", MailEventKind.Complained, null)]
    [InlineData("""{"event":"unsubscribe"}""", MailEventKind.Unsubscribed, null)]
    [InlineData("""{"event":"group_unsubscribe","asm_group_id":1}""", MailEventKind.Unsubscribed, null)]
    [InlineData("""{"event":"group_resubscribe"}""", MailEventKind.Resubscribed, null)]
    [InlineData("""{"event":"open","sg_machine_open":true}""", MailEventKind.Opened, "machine")]
    [InlineData("""{"event":"open","sg_machine_open":false}""", MailEventKind.Opened, null)]
    [InlineData("""{"event":"click","url":"https://clinic.example/"}""", MailEventKind.Clicked, null)]
    public void Each_kind_of_event_is_understood(string json, MailEventKind kind, string? detail)
    {
        var body = $$$"""
            [{{{json[
                ..^1
            ]}}},"email":"ann@mail.example","timestamp":1773154800,"category":["issue","x"],"sg_event_id":"e","sg_message_id":"m.1",
              "fp_issue":"i1","fp_request":"r1","fp_gen":"2","fp_recipient":"s1","new_field":{"deep":[1]}}]
            """;
        var only = Assert.Single(Reader.Read(Encoding.UTF8.GetBytes(body)));
        Assert.Equal(
            new MailEvent(kind, DateTimeOffset.FromUnixTimeSeconds(1773154800), "i1", "r1", 2, "s1", detail),
            only
        );
        Assert.DoesNotContain("@", only.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"event":"bounce","type":"expired","status":"5.4.7"}""", "5.4.7")]
    [InlineData("""{"event":"bounce","type":"expired","reason":"unable to get mx info"}""", null)]
    [InlineData("""{"event":"bounce","type":"bounce","status":"4.4.7","reason":"expired"}""", "4.4.7")]
    [InlineData("""{"event":"bounce","type":"bounce","status":"452"}""", "452")]
    [InlineData("""{"event":"bounce","type":"bounce","status":421}""", "421")]
    [InlineData("""{"event":"bounce","reason":"450 4.2.1 ann@mail.example is away"}""", null)]
    [InlineData("""{"event":"bounce","type":"blocked","status":"4.2.2"}""", "4.2.2")]
    [InlineData("""{"event":"expired"}""", null)]
    public void A_bounce_that_may_pass_is_known_by_its_event(string json, string? detail)
    {
        var body =
            $$"""[{{json[..^1]}},"email":"ann@mail.example","timestamp":1773154800,"sg_event_id":"e-7","fp_request":"r1","fp_recipient":"s1"}]""";
        var at = DateTimeOffset.FromUnixTimeSeconds(1773154800);

        foreach (var bytes in new[] { Encoding.UTF8.GetBytes(body), Reader.Redact(Encoding.UTF8.GetBytes(body)) })
            Assert.Equal(
                new MailEvent(MailEventKind.SoftBounced, at, null, "r1", null, "s1", detail, null, "e-7"),
                Assert.Single(Reader.Read(bytes))
            );
    }

    [Fact]
    public void What_is_not_understood_is_left_out_and_the_rest_stays()
    {
        var body = """
            [
              "text", null, 7, [],
              {"event":"teleported","timestamp":1773154800,"fp_request":"r1"},
              {"event":"delivered","fp_request":"r1"},
              {"event":"delivered","timestamp":"soon","fp_request":"r1"},
              {"event":"delivered","timestamp":1773154800},
              {"event":"delivered","timestamp":1773154800,"fp_request":"\ud800","fp_recipient":"s9"},
              {"event":["delivered"],"timestamp":1773154800,"fp_request":"r1"},
              {"event":"delivered","timestamp":"1773154800","category":"issue","fp_message":"m-1","fp_gen":"many"}
            ]
            """;
        var at = DateTimeOffset.FromUnixTimeSeconds(1773154800);
        Assert.Equal(
            [
                new MailEvent(MailEventKind.Delivered, at, null, null, null, "s9", null),
                new MailEvent(MailEventKind.Delivered, at, null, null, null, null, null, "m-1"),
            ],
            Reader.Read(Encoding.UTF8.GetBytes(body))
        );
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("[{")]
    public void A_body_that_is_no_array_says_so(string body) =>
        Assert.ThrowsAny<JsonException>(() => Reader.Read(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void A_redacted_body_reads_the_same_and_tells_of_no_one()
    {
        var body = Encoding.UTF8.GetBytes(
            """
            [{"email":"ann@mail.example","event":"bounce","type":"bounce","status":"5.1.1","timestamp":1773154800,"ip":"203.0.113.9",
              "reason":"550 5.1.1 <ann@mail.example>: unknown, see https://mail.example/why?u=ann","smtp-id":"<x@sendgrid.example>",
              "fp_request":"r1","fp_recipient":"s1","category":["issue"],"more":{"list":["bo@mail.example",1,null,true]}},
             {"event":"click","timestamp":1773154801,"url":"https://clinic.example/u/secret","useragent":"Mozilla","fp_recipient":"s1"}]
            """
        );

        var redacted = Reader.Redact(body);

        Assert.Equal(Reader.Read(body), Reader.Read(redacted));
        Assert.Equal(
            """[{"event":"bounce","type":"bounce","status":"5.1.1","timestamp":1773154800,"reason":"550 5.1.1 <[address]>: unknown, see [link]","fp_request":"r1","fp_recipient":"s1","category":["issue"],"more":{"list":["[address]",1,null,true]}},{"event":"click","timestamp":1773154801,"fp_recipient":"s1"}]""",
            Encoding.UTF8.GetString(redacted)
        );
    }

    private static SendGridEventReader Reader { get; } = new();

    private static ServiceProvider Services(string keys) =>
        Mailing.Services(new Uri("http://127.0.0.1:1/"), null, ("WebhookPublicKey", keys));

    private static string PublicKey(ECDsa key) => Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());

    private static string Sign(ECDsa key, string timestamp, byte[] body) =>
        Convert.ToBase64String(DerOf(key, timestamp, body));

    private static byte[] DerOf(ECDsa key, string timestamp, byte[] body) =>
        key.SignData(
            [.. Encoding.UTF8.GetBytes(timestamp), .. body],
            HashAlgorithmName.SHA256,
            DSASignatureFormat.Rfc3279DerSequence
        );

    public void Dispose() => _key.Dispose();
}
