using System.Text.Json;
using FunctionsPipeline.Mail;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.SendGrid.Tests.Bodies;

/// <summary>What goes over the wire.</summary>
public sealed class RequestBodyTests
{
    [Fact]
    public async Task A_bulk_request_is_one_personalization_per_recipient()
    {
        var (received, body) = await PostAsync(mail => mail.SubmitAsync(Mailing.Request(recipients: 2), default));

        Assert.Equal("POST /v3/mail/send HTTP/1.1", received.Line);
        Assert.Equal("Bearer SG.test", received.Headers["Authorization"]);
        Assert.Equal("application/json", received.Headers["Accept"]);
        Assert.Equal("application/json", received.Headers["Content-Type"]);
        Assert.False(received.Headers.ContainsKey("Transfer-Encoding"));
        Assert.Equal(
            Normal(
                """
                {
                  "personalizations": [
                    {
                      "to": [{ "email": "reader0@mail.example", "name": "Reader" }],
                      "headers": { "List-Unsubscribe": "<https://clinic.example/u/0>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
                      "substitutions": { "-name-": "Ann &amp; Bo", "-name_text-": "Ann & Bo" },
                      "custom_args": { "fp_recipient": "s000000" }
                    },
                    {
                      "to": [{ "email": "reader1@mail.example", "name": "Reader" }],
                      "headers": { "List-Unsubscribe": "<https://clinic.example/u/1>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
                      "substitutions": { "-name-": "Ann &amp; Bo", "-name_text-": "Ann & Bo" },
                      "custom_args": { "fp_recipient": "s000001" }
                    }
                  ],
                  "from": { "email": "news@clinic.example", "name": "The Clinic" },
                  "reply_to": { "email": "desk@clinic.example" },
                  "subject": "Back pain, -name-",
                  "content": [
                    { "type": "text/plain", "value": "Hello -name_text-" },
                    { "type": "text/html", "value": "<p>Hello -name-</p>" }
                  ],
                  "headers": { "List-Id": "News <news.clinic.example>" },
                  "categories": ["issue"],
                  "custom_args": { "fp_issue": "weekly-20260310", "fp_request": "weekly-20260310-r1", "fp_gen": "0" },
                  "send_at": 1773157200,
                  "batch_id": "batch-1",
                  "tracking_settings": {
                    "click_tracking": { "enable": false, "enable_text": false },
                    "open_tracking": { "enable": false },
                    "subscription_tracking": { "enable": false },
                    "ganalytics": { "enable": false }
                  }
                }
                """
            ),
            Normal(body)
        );
    }

    [Fact]
    public async Task A_message_to_one_person_goes_at_once_and_is_known_by_its_id()
    {
        var (_, body) = await PostAsync(mail => ((ITransactionalMail)mail).SendAsync(Mailing.Message(), default));
        using var json = JsonDocument.Parse(body);
        var root = json.RootElement;
        Assert.False(root.TryGetProperty("send_at", out _));
        Assert.False(root.TryGetProperty("batch_id", out _));
        Assert.Equal("m-1", root.GetProperty("custom_args").GetProperty("fp_message").GetString());
        Assert.Equal("confirmation", root.GetProperty("categories")[0].GetString());
        Assert.Equal("auto-generated", root.GetProperty("headers").GetProperty("Auto-Submitted").GetString());
        Assert.Equal(
            "ann@mail.example",
            root.GetProperty("personalizations")[0].GetProperty("to")[0].GetProperty("email").GetString()
        );
        Assert.False(root.GetProperty("personalizations")[0].TryGetProperty("custom_args", out _));
    }

    [Fact]
    public async Task Tracking_is_on_only_if_asked_for()
    {
        var request = Mailing.Request();
        var (_, body) = await PostAsync(mail =>
            mail.SubmitAsync(
                request with
                {
                    Content = request.Content with { TrackClicks = true, TrackOpens = true },
                },
                default
            )
        );
        using var json = JsonDocument.Parse(body);
        var tracking = json.RootElement.GetProperty("tracking_settings");
        Assert.True(tracking.GetProperty("click_tracking").GetProperty("enable").GetBoolean());
        Assert.True(tracking.GetProperty("open_tracking").GetProperty("enable").GetBoolean());
        Assert.False(tracking.GetProperty("subscription_tracking").GetProperty("enable").GetBoolean());
    }

    [Fact]
    public async Task A_thousand_recipients_fit_one_request_of_known_length()
    {
        var request = Mailing.Request(recipients: 1000);
        request = request with { Content = request.Content with { Html = $"<p>{new string('é', 45_000)}</p>" } };
        var (received, body) = await PostAsync(mail => mail.SubmitAsync(request, default));
        Assert.Equal(body.Length, int.Parse(received.Headers["Content-Length"]));
        using var json = JsonDocument.Parse(body);
        var to = json
            .RootElement.GetProperty("personalizations")
            .EnumerateArray()
            .Select(p => p.GetProperty("to")[0].GetProperty("email").GetString())
            .ToList();
        Assert.Equal(1000, to.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(request.Content.Html, json.RootElement.GetProperty("content")[1].GetProperty("value").GetString());
    }

    [Fact]
    public async Task A_domain_outside_ASCII_goes_as_punycode()
    {
        var message = Mailing.Message() with { To = new Mailbox("ann@grüße.example") };
        var (_, body) = await PostAsync(mail => ((ITransactionalMail)mail).SendAsync(message, default));
        using var json = JsonDocument.Parse(body);
        Assert.Equal(
            "ann@xn--gre-6ka8l.example",
            json.RootElement.GetProperty("personalizations")[0].GetProperty("to")[0].GetProperty("email").GetString()
        );
    }

    private static async Task<(ScriptedServer.Received Received, byte[] Body)> PostAsync(
        Func<IBulkMail, Task<SendResult>> send
    )
    {
        await using var server = new ScriptedServer().Answers(202, "", "X-Message-Id: m");
        await using var services = Mailing.Services(server.Address);
        var result = await send(services.GetRequiredService<IBulkMail>());
        Assert.Equal((SendOutcome.Submitted, null), (result.Outcome, result.Reason));
        var received = await server.NextAsync();
        MailSendSchema.AssertFits(received.Body);
        return (received, received.Body);
    }

    private static string Normal(string json) => Normal(System.Text.Encoding.UTF8.GetBytes(json));

    private static string Normal(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement, Indented);
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
}
