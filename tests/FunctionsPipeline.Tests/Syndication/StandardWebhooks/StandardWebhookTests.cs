using System.Globalization;
using System.Text;
using System.Text.Json;
using FunctionsPipeline.Syndication;
using FunctionsPipeline.Syndication.StandardWebhooks;
using FunctionsPipeline.Syndication.Texts;
using Microsoft.AspNetCore.Http;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace FunctionsPipeline.Tests.Syndication.StandardWebhooks;

public sealed class StandardWebhookTests() : TargetTests<FakeReceiver>(time => new FakeReceiver(time))
{
    [Fact]
    public void The_signature_is_that_of_the_specifications_example()
    {
        var keys = WebhookSignature.KeysOf("whsec_plJ3nmyCDGBKInavdOK15jsl")!;

        var signature = WebhookSignature.Of(keys, "msg_loFOjxBNrRLzqYUf", "1731705121", """{"event_type":"ping"}"""u8);

        Assert.Equal("v1,iLrWodj6H2QrNRSvdASdRo1DzSXYKqa36og0kGXkcTs=", signature);
    }

    [Theory]
    [InlineData("{\"title\":\"Back pain\"}")]
    [InlineData("{\"title\":\"Où as-tu mal ? 👩‍⚕️\"}")]
    [InlineData("")]
    public void The_specifications_library_verifies_the_signature_and_nothing_else(string body)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var other = "whsec_plJ3nmyCDGBKInavdOK15jsl";

        Verify(Remote.Secret, Remote.Secret, body);
        Verify(other, other, body);
        // While a secret is replaced both sign. The library (1.1.2) reads only the first of the signatures.
        Verify($"{other} {Remote.Secret}", other, body);
        Assert.Throws<WebhookVerificationException>(() => Verify(other, Remote.Secret, body));
        Assert.Throws<WebhookVerificationException>(() => Verify(other, other, body + " "));

        void Verify(string signs, string verifies, string received) =>
            new StandardWebhook(verifies).Verify(
                received,
                new HeaderDictionary
                {
                    ["webhook-id"] = "msg_1",
                    ["webhook-timestamp"] = now,
                    ["webhook-signature"] = WebhookSignature.Of(
                        WebhookSignature.KeysOf(signs)!,
                        "msg_1",
                        now,
                        Encoding.UTF8.GetBytes(body)
                    ),
                }
            );
    }

    [Theory]
    [InlineData("plJ3nmyCDGBKInavdOK15jsl")]
    [InlineData("whsec_not base64!")]
    [InlineData("whsec_c2hvcnQ=")]
    public async Task What_is_no_secret_signs_nothing(string secret)
    {
        using var wire = new Wire(Remote.Settings(Server.Address), secret, Time);
        await wire.BeginAsync();
        await wire.PublishAsync(Wire.Article());

        await wire.SettleAsync();

        Assert.Empty(Server.All);
        Assert.Equal(Problem.Secret, (await wire.CopyAsync())!.Problem);
    }

    [Fact]
    public async Task Each_version_has_one_id_that_every_attempt_repeats()
    {
        var failures = 0;
        Server.FaultAt = (_, _) => ++failures <= 3 ? LoopbackServer.Fault.LosesTheAnswer : null;
        await Wire.PublishAsync(Wire.Article());
        await Wire.SettleAsync();
        await Wire.PublishAsync(Wire.Article() with { Title = "Changed" });
        await Wire.SettleAsync();

        Assert.Equal([4, 1], Server.All.GroupBy(r => r.Headers["webhook-id"]).Select(g => g.Count()));
        var last = JsonDocument.Parse(Server.All.Last().Body).RootElement;
        Assert.Equal("article.updated", last.GetProperty("type").GetString());
        Assert.Equal("https://clinic.example/sciatica/", last.GetProperty("data").GetProperty("url").GetString());
        Assert.Single(Server.All.Take(4).Select(r => r.Body).Distinct());
    }

    [Fact]
    public async Task The_whole_text_is_in_the_body_and_a_text_over_the_budget_is_said_to_be_left_out()
    {
        await Wire.PublishAsync(Wire.Article());
        await Wire.SettleAsync();
        await Wire.PublishAsync(Wire.Article() with { ContentHash = "2" });
        await Wire.WriteTextAsync("sciatica", new string('é', (WholeText.MaxBytes / 2) + 1));
        await Wire.SettleAsync();

        var bodies = Server.All.Select(r => JsonDocument.Parse(r.Body).RootElement.GetProperty("data")).ToList();
        Assert.Equal(2, bodies.Count);
        Assert.Equal("<p>All about sciatica.</p>", bodies[0].GetProperty("content_html").GetString());
        Assert.False(bodies[0].TryGetProperty("content_omitted", out _));
        Assert.False(bodies[1].TryGetProperty("content_html", out _));
        Assert.True(bodies[1].GetProperty("content_omitted").GetBoolean());
    }

    [Fact]
    public async Task An_article_that_goes_and_comes_back_is_three_events_with_ids_of_their_own()
    {
        await Wire.PublishAsync(Wire.Article());
        await Wire.SettleAsync();
        await Wire.RemoveAsync(Wire.Article());
        await Wire.SettleAsync();
        await Wire.PublishAsync(Wire.Article());
        await Wire.SettleAsync();

        var events = Server.All.Select(r => JsonDocument.Parse(r.Body).RootElement).ToList();
        Assert.Equal(
            ["article.published", "article.deleted", "article.published"],
            events.Select(e => e.GetProperty("type").GetString())
        );
        Assert.Equal(3, Server.All.Select(r => r.Headers["webhook-id"]).Distinct().Count());
        var gone = events[1].GetProperty("data");
        Assert.Equal(
            ("https://clinic.example/sciatica/", "sciatica"),
            (gone.GetProperty("url").GetString(), gone.GetProperty("slug").GetString())
        );
    }

    [Fact]
    public async Task Gone_ends_the_target_until_its_settings_change()
    {
        Server.FaultAt = (_, _) => LoopbackServer.Fault.Answers(410);
        await Wire.PublishAsync(Wire.Article());
        await Wire.SettleAsync();
        Server.FaultAt = (_, _) => null;

        await Wire.PublishAsync(Wire.Article("another"));
        await Wire.SettleAsync();
        Assert.Single(Server.All);
        Assert.Contains("never to be told again", await Wire.ReportPageAsync());

        var target = Wire.Settings.Settings.Targets[0];
        Wire.Settings.Settings = Wire.Settings.Settings with
        {
            Targets =
            [
                target with
                {
                    Options = new Dictionary<string, string> { ["url"] = Server.Address + "elsewhere" },
                },
            ],
        };
        await Wire.PublishAsync(Wire.Article("third"));
        await Wire.SettleAsync();
        Assert.Equal(2, Server.All.Count);
    }
}
