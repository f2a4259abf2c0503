using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Mail;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.SendGrid.Tests.Bodies;

/// <summary>
/// What is posted, judged by two who know nothing of our writer: a schema, and the message of SendGrid's package.
/// </summary>
public sealed class JudgedBodyTests
{
    private static readonly BulkRequest Plain = Mailing.Request();

    private static readonly Dictionary<string, string> None = [];

    public static TheoryData<string, BulkRequest> Requests { get; } =
        new()
        {
            { "plain", Plain },
            { "1,000 recipients", Mailing.Request(1000) },
            { "no batch", Plain with { BatchId = null, SendAt = null } },
            { "tracked", With(c => c with { TrackClicks = true, TrackOpens = true }) },
            { "without what may be left out", Bare },
            { "names to escape", With(c => c with { From = News, ReplyTo = new Mailbox("d@clinic.example", " ") }) },
            {
                "content to escape",
                With(c =>
                    c with
                    {
                        Html = "<p class=\"a\">\u2028\u0001\t\r\n</p>",
                        Text = "\\u0041 \0 \u007f",
                        Subject = "\"Ä\" & <b>",
                    }
                )
            },
            { "bare recipient", To(new BulkRecipient("", new Mailbox("ann@grüße.example"), None, None)) },
            {
                "many merge fields",
                To(
                    Mailing.Recipient(1) with
                    {
                        Merge = Enumerable.Range(0, 150).ToDictionary(i => $"-{i}-\"", i => $"<{i}>\n&"),
                    }
                )
            },
        };

    private static Mailbox News => new("news@clinic.example", """Ann "the \ best" O'Bo <x> & Söhne 日本 😀 / +""");

    private static BulkRequest Bare =>
        With(c => c with { ReplyTo = null, Html = "", Headers = None, Categories = [] }) with
        {
            Args = None,
        };

    [Theory]
    [MemberData(nameof(Requests))]
    public Task A_bulk_body_fits_the_schema_and_equals_the_packages(string _, BulkRequest request) =>
        AssertSameAsync(request, sandbox: false);

    [Fact]
    public Task So_does_one_in_sandbox_mode() => AssertSameAsync(Plain, sandbox: true);

    [Fact]
    public async Task A_message_to_one_person_fits_the_schema() =>
        MailSendSchema.AssertFits(
            await PostedAsync(m => ((ITransactionalMail)m).SendAsync(Mailing.Message(), default), sandbox: false)
        );

    [Theory]
    [InlineData("from", "null")]
    [InlineData("from.email", "\"news\"")]
    [InlineData("from.name", "\"a\\nb\"")]
    [InlineData("subject", "\"\"")]
    [InlineData("subject", "\"a\\r\\nBcc: x\"")]
    [InlineData("personalizations", "[]")]
    [InlineData("personalizations.0.to", "[]")]
    [InlineData("personalizations.0.to", """[{"email":"a@mail.example"},{"email":"b@mail.example"}]""")]
    [InlineData("personalizations.0.to.0.email", "\"ann@grüße.example\"")]
    [InlineData("personalizations.0.to.0.mail", "\"ann@mail.example\"")]
    [InlineData("personalizations.0.substitutions.-name-", "1")]
    [InlineData("personalizations.0.headers.Subject", "\"a\"")]
    [InlineData("personalizations.0.headers.x-sg-eid", "\"a\"")]
    [InlineData("personalizations.0.headers.List-Unsubscribe", "\"<a>\\r\\nBcc: b\"")]
    [InlineData("personalizations.0.custom_args", """{"email":"ann@mail.example"}""")]
    [InlineData("content", """[{"type":"text/html","value":"a"},{"type":"text/plain","value":"a"}]""")]
    [InlineData("content.0.value", "\"\"")]
    [InlineData("categories", """["a","a"]""")]
    [InlineData("categories.0", "\"é\"")]
    [InlineData("custom_args.fp_gen", "0")]
    [InlineData("send_at", "\"1773157200\"")]
    [InlineData("send_at", "1773157200000")]
    [InlineData("batch_id", null)]
    [InlineData("send_at", null)]
    [InlineData("tracking_settings", null)]
    [InlineData("tracking_settings.open_tracking", "{}")]
    [InlineData("tracking_settings.open_tracking.enabled", "false")]
    [InlineData("batchid", "\"b\"")]
    public async Task The_schema_refuses_a_broken_body(string place, string? value)
    {
        var body = JsonNode.Parse(await PostedAsync(m => m.SubmitAsync(Plain, default), sandbox: false))!;
        var steps = place.Split('.');
        var parent = steps[..^1]
            .Aggregate(body, (node, step) => node is JsonArray array ? array[int.Parse(step)]! : node[step]!);
        if (value is null)
            parent.AsObject().Remove(steps[^1]);
        else if (parent is JsonArray array)
            array[int.Parse(steps[^1])] = JsonNode.Parse(value);
        else
            parent[steps[^1]] = JsonNode.Parse(value);

        Assert.NotEmpty(MailSendSchema.Judge(JsonSerializer.SerializeToElement(body)));
    }

    private static BulkRequest To(BulkRecipient recipient) => Plain with { Recipients = [recipient] };

    private static BulkRequest With(Func<BulkContent, BulkContent> change) =>
        Plain with
        {
            Content = change(Plain.Content),
        };

    private static async Task AssertSameAsync(BulkRequest request, bool sandbox)
    {
        var body = await PostedAsync(m => m.SubmitAsync(request, default), sandbox);

        MailSendSchema.AssertFits(body);
        using var ours = JsonDocument.Parse(body);
        using var theirs = JsonDocument.Parse(OfficialBody.Of(request, sandbox));
        Assert.True(
            JsonElement.DeepEquals(ours.RootElement, theirs.RootElement),
            $"Ours:\n{ours.RootElement.GetRawText()}\nThe package's:\n{theirs.RootElement.GetRawText()}"
        );
    }

    private static async Task<byte[]> PostedAsync(Func<IBulkMail, Task<SendResult>> send, bool sandbox)
    {
        await using var server = new ScriptedServer().Answers(sandbox ? 200 : 202);
        await using var services = Mailing.Services(server.Address, null, ("SandboxMode", sandbox ? "true" : "false"));
        Assert.Equal((SendOutcome.Submitted, null), await OutcomeAsync());
        return (await server.NextAsync()).Body;

        async Task<(SendOutcome, string?)> OutcomeAsync()
        {
            var result = await send(services.GetRequiredService<IBulkMail>());
            return (result.Outcome, result.Reason);
        }
    }
}
