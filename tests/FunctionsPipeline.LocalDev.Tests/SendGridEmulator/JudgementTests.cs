using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FunctionsPipeline.LocalDev.Tests.SendGridEmulator;

/// <summary>Bodies that SendGrid refuses, and the field that its error names.</summary>
public sealed class JudgementTests
{
    private const string Good = """
        {
          "personalizations": [{ "to": [{ "email": "ann@mail.example" }] }, { "to": [{ "email": "bo@mail.example" }] }],
          "from": { "email": "news@clinic.example" },
          "subject": "Hello",
          "content": [{ "type": "text/plain", "value": "Hello" }, { "type": "text/html", "value": "<p>Hello</p>" }]
        }
        """;

    public static TheoryData<string, string, string> Refused { get; } =
        new()
        {
            { "personalizations", "[]", "personalizations" },
            { "personalizations", "\"x\"", "personalizations" },
            { "personalizations", """[{"to":[]}]""", "personalizations.0.to" },
            { "personalizations", """[{"to":[{"email":"ann"}]}]""", "personalizations.0.to.0.email" },
            {
                "personalizations",
                """[{"to":[{"email":"a@mail.example"}]},{"to":[{"name":"x"}]}]""",
                "personalizations.1.to.0.email"
            },
            {
                "personalizations",
                """[{"to":[{"email":"a@mail.example"}],"cc":[{"email":"A@mail.example"}]}]""",
                "personalizations.0.cc.0"
            },
            {
                "personalizations",
                """[{"to":[{"email":"a@mail.example"}],"headers":{"Subject":"x"}}]""",
                "personalizations.0.headers.Subject"
            },
            {
                "personalizations",
                """[{"to":[{"email":"a@mail.example"}],"custom_args":{"a":1}}]""",
                "personalizations.0.custom_args.a"
            },
            {
                "personalizations",
                """[{"to":[{"email":"a@mail.example"}],"custom_args":{}}]""",
                "personalizations.0.custom_args"
            },
            {
                "personalizations",
                """[{"to":[{"email":"a@mail.example"}],"substitutions":{"a":1}}]""",
                "personalizations.0.substitutions.a"
            },
            { "from", "{}", "from.email" },
            { "from", """{"email":"no one"}""", "from.email" },
            { "reply_to", """{"email":"@"}""", "reply_to.email" },
            { "subject", "\"\"", "subject" },
            { "subject", "null", "subject" },
            { "content", "[]", "content" },
            { "content", """[{"type":"text/html","value":"x"},{"type":"text/plain","value":"x"}]""", "content" },
            { "content", """[{"type":"text/plain","value":""}]""", "content.0.value" },
            { "content", """[{"type":"text/plain; charset=utf-8","value":"x"}]""", "content.0.type" },
            { "headers", """{"X-A":"a\nb"}""", "headers.X-A" },
            { "headers", """{"a b":"x"}""", "headers.a b" },
            { "headers", """{"Reply-To":"x"}""", "headers.Reply-To" },
            { "categories", """["a","a"]""", "categories" },
            { "categories", """["é"]""", "categories" },
            { "categories", "\"a\"", "categories" },
            { "custom_args", """{"a":""}""", "custom_args.a" },
            { "custom_args", "\"a\"", "custom_args" },
            { "send_at", "\"soon\"", "send_at" },
            { "send_at", "1773414001", "send_at" },
            { "batch_id", "\"made-up\"", "batch_id" },
            {
                "tracking_settings",
                """{"click_tracking":{"enable":"no"}}""",
                "tracking_settings.click_tracking.enable"
            },
            { "unheard_of", "1", "unheard_of" },
        };

    /// <summary>One for all the bodies that it refuses; it ends with the process.</summary>
    private static readonly Lazy<Task<Emulated>> Shared = new(() => Emulated.StartAsync());

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_wrong_field_is_refused_by_name(string property, string value, string field)
    {
        var emulated = await Shared.Value;
        var body = JsonNode.Parse(Good)!.AsObject();
        body[property] = JsonNode.Parse(value);

        using var response = await PostAsync(emulated, body.ToJsonString());

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Contains(
            field,
            answer.RootElement.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString())
        );
        Assert.Equal(0, emulated.SendGrid.Status.Sent);
    }

    [Fact]
    public async Task A_good_one_is_taken_and_what_is_big_or_broken_is_not()
    {
        await using var emulated = await Emulated.StartAsync();
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(emulated, Good)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(emulated, "{")).StatusCode);
        var limits = JsonNode.Parse(Good)!.AsObject();
        limits["personalizations"] = new JsonArray([
            .. Enumerable
                .Range(0, 1001)
                .Select(i => new JsonObject
                {
                    ["to"] = new JsonArray(new JsonObject { ["email"] = $"r{i}@mail.example" }),
                }),
        ]);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(emulated, limits.ToJsonString())).StatusCode);
        emulated.Http.DefaultRequestHeaders.Authorization = null;
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(emulated, Good)).StatusCode);
        Assert.Equal(2, emulated.SendGrid.Status.Sent);
    }

    [Fact]
    public async Task More_than_30_MB_is_413()
    {
        await using var emulated = await Emulated.StartAsync();
        var body = JsonNode.Parse(Good)!.AsObject();
        body["content"]![1]!["value"] = new string('a', 31 * 1024 * 1024);
        // The refusal comes before the body was read; asking first keeps the connection whole.
        emulated.Http.DefaultRequestHeaders.ExpectContinue = true;
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PostAsync(emulated, body.ToJsonString())).StatusCode);
    }

    [Fact]
    public async Task A_past_send_at_goes_at_once_and_sandbox_mode_sends_nothing()
    {
        await using var emulated = await Emulated.StartAsync();
        var body = JsonNode.Parse(Good)!.AsObject();
        body["mail_settings"] = JsonNode.Parse("""{"sandbox_mode":{"enable":true}}""");
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(emulated, body.ToJsonString())).StatusCode);
        Assert.Equal(0, emulated.SendGrid.Status.Sent);
        body.Remove("mail_settings");
        body["send_at"] = Emulated.Start.AddDays(-1).ToUnixTimeSeconds();
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(emulated, body.ToJsonString())).StatusCode);
        Assert.Equal(2, emulated.SendGrid.Status.Sent);
    }

    private static async Task<HttpResponseMessage> PostAsync(Emulated emulated, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await emulated.Http.PostAsync("/v3/mail/send", content);
    }
}
