using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FunctionsPipeline.Journeys.Running;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Journeys.Subscribers;

/// <summary>What comes in over HTTP that no honest browser sends, and what mail clients send.</summary>
[Collection(nameof(SubscriberApp))]
public sealed class SubscriberHttpTests(SubscriberApp app)
{
    private static readonly string[] PageRoutes =
    [
        "subscribe",
        "confirm/AAAA",
        "unsubscribe/AAAA",
        "preferences/AAAA",
        "my-data/AAAA",
    ];

    private HttpClient Http => app.App.Http;

    [Fact]
    public async Task Pages_keep_their_tokens_to_themselves()
    {
        foreach (var route in PageRoutes)
        {
            using var answer = await Http.GetAsync(app.Url($"api/{route}"));

            Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
            Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
            Assert.Equal("noindex, nofollow", Assert.Single(answer.Headers.GetValues("X-Robots-Tag")));
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("frame-ancestors 'none'", policy);
            Assert.Contains("default-src 'none'", policy);
            Assert.DoesNotContain("unsafe", policy);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }
    }

    [Fact]
    public async Task Wrong_content_types_large_and_broken_forms_are_refused_with_a_page()
    {
        foreach (var route in PageRoutes.Where(r => !r.StartsWith("unsubscribe", StringComparison.Ordinal)))
        {
            var url = app.Url($"api/{route}");
            await IsPageAsync(
                HttpStatusCode.UnsupportedMediaType,
                await Http.PostAsync(url, new StringContent("{}", Encoding.UTF8, "application/json"))
            );
            await IsPageAsync(HttpStatusCode.UnsupportedMediaType, await Http.PostAsync(url, null));
            await IsPageAsync(HttpStatusCode.RequestEntityTooLarge, await Http.PostAsync(url, TenMegabytes()));
            await IsPageAsync(HttpStatusCode.RequestEntityTooLarge, await PostChunkedAsync(url, TenMegabytes()));
            await IsPageAsync(HttpStatusCode.BadRequest, await Http.PostAsync(url, Broken()));
            await IsPageAsync(
                HttpStatusCode.BadRequest,
                await Http.PostAsync(url, Form([.. Enumerable.Range(0, 500).Select(i => ($"f{i}", "x"))]))
            );
        }
    }

    [Theory]
    [InlineData("confirm", HttpStatusCode.NotFound)]
    [InlineData("unsubscribe", HttpStatusCode.NotFound)]
    [InlineData("preferences", HttpStatusCode.NotFound)]
    [InlineData("my-data", HttpStatusCode.Gone)]
    public async Task Tokens_of_all_sorts_are_answered_with_a_page(string route, HttpStatusCode expected)
    {
        foreach (
            var token in new[]
            {
                "AAAA",
                "%01",
                "%2e%2e%2fx",
                new string('A', 3000),
                "%F0%9F%98%80",
                "a.b.c",
                "<script>",
            }
        )
        {
            await IsPageAsync(expected, await Http.GetAsync(app.Url($"api/{route}/{token}")));
            await IsPageAsync(expected, await Http.PostAsync(app.Url($"api/{route}/{token}"), Form()));
        }
    }

    [Fact]
    public async Task One_click_leaves_regardless_of_the_body_and_a_get_never_does()
    {
        var bodies = new Func<HttpContent?>[]
        {
            () => Form(("List-Unsubscribe", "One-Click")),
            () =>
                new MultipartFormDataContent { { new StringContent("One-Click"), "List-Unsubscribe" } },
            () => null,
            () => new StringContent("List-Unsubscribe=One-Click", Encoding.UTF8, "text/plain"),
            () => TenMegabytes(),
            () => Broken(),
        };
        foreach (var (index, body) in bodies.Index())
        {
            var (address, id) = await SubscribeAsync($"leaver{index}@example.org");
            var url = app.Links.Unsubscribe(id, "newsletter");
            for (var i = 0; i < 3; i++)
            {
                await IsPageAsync(HttpStatusCode.OK, await Http.GetAsync(url));
                using var head = await Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, url));
                Assert.Equal(HttpStatusCode.OK, head.StatusCode);
            }
            Assert.Equal(SubscriberStatus.Active, (await FindAsync(address))!.Status);

            using var answer = await Http.PostAsync(url, body());

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
            Assert.Equal(SubscriberStatus.Unsubscribed, (await FindAsync(address))!.Status);
            await IsPageAsync(HttpStatusCode.OK, await Http.PostAsync(url, body()));
        }
    }

    [Fact]
    public async Task Limits_count_the_address_that_the_host_saw_not_the_one_that_a_client_invents()
    {
        var answers = new List<HttpStatusCode>();
        // Limits count by the clock's hour: if one ends on the way, another network begins in the next.
        for (var (network, hour) = (0, -1); hour != TimeProvider.System.GetUtcNow().Hour; network++)
        {
            hour = TimeProvider.System.GetUtcNow().Hour;
            answers.Clear();
            for (var i = 0; i < 62; i++)
                answers.Add(
                    await JoinAsync(
                        $"crowd{i}-{network}@example.org",
                        $"127.0.{113 + network}.9",
                        invented: $"10.{i}.0.1"
                    )
                );
        }

        Assert.Equal(60, answers.Count(a => a == HttpStatusCode.OK));
        Assert.Equal(2, answers.Count(a => a == HttpStatusCode.TooManyRequests));
        Assert.Equal(HttpStatusCode.OK, await JoinAsync("alone@example.org", "127.51.100.77", invented: "127.0.113.9"));
    }

    [Fact]
    public async Task A_list_is_imported_and_exported_over_http()
    {
        using var refused = await Http.PostAsync(
            app.Url("api/subscribers/imports?newsletter=newsletter"),
            Csv("name\nx\n")
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains(
            "No column of the first row is named",
            JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString()
        );

        const string consent = "newsletter=newsletter&basis=express&date=2025-01-31&evidence=paper&dry=1";
        using var asked = await Http.PostAsync(
            app.Url($"api/subscribers/imports?{consent}"),
            Csv("email,Opt-out list\nleft@example.org,yes\n")
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, asked.StatusCode);
        Assert.Contains(
            "column=Opt-out list=left:VALUE",
            JsonDocument.Parse(await asked.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString()
        );
        using var answered = await Http.PostAsync(
            app.Url($"api/subscribers/imports?{consent}&column=Opt-out%20list%3Dleft%3Ayes"),
            Csv("email,Opt-out list\nleft@example.org,yes\n")
        );
        Assert.Equal(HttpStatusCode.Accepted, answered.StatusCode);
        Assert.Contains("\"meaning\": \"says who left: yes\"", await answered.Content.ReadAsStringAsync());

        using var accepted = await Http.PostAsync(
            app.Url(
                "api/subscribers/imports?newsletter=newsletter&basis=express&date=2025-01-31&evidence=paper&file=list.csv"
            ),
            Csv("email\nimported@example.org\nrubbish\n")
        );

        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        var id = JsonDocument
            .Parse(await accepted.Content.ReadAsStringAsync())
            .RootElement.GetProperty("id")
            .GetString();
        var progress = "";
        await Eventually.TrueAsync(
            async () =>
                (progress = await Http.GetStringAsync(app.Url($"api/subscribers/imports/{id}"))).Contains(
                    "\"done\"",
                    StringComparison.Ordinal
                ),
            "the import"
        );
        Assert.Contains("\"imported\": 1", progress);
        Assert.Contains(
            "\r\n3,\"This is not an e-mail address",
            await Http.GetStringAsync(app.Url($"api/subscribers/imports/{id}/result"))
        );
        Assert.Contains(
            "imported@example.org",
            await Http.GetStringAsync(app.Url("api/subscribers/export?newsletter=newsletter"))
        );
        using var unknown = await Http.GetAsync(app.Url("api/subscribers/export?newsletter=nope"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unknown.StatusCode);
        Assert.Contains("There is no newsletter", await unknown.Content.ReadAsStringAsync());
        var subscriber = (await FindAsync("imported@example.org"))!;
        Assert.Contains(
            "\"statement\": \"paper\"",
            await Http.GetStringAsync(app.Url($"api/subscribers/{subscriber.Id}/evidence"))
        );
        Assert.Contains(
            "list.csv",
            await Http.GetStringAsync(app.Url($"api/subscribers/{subscriber.Id}/evidence?format=html"))
        );
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await Http.GetAsync(app.Url("api/subscribers/imports/import-0000000000000000"))).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await Http.GetAsync(app.Url("api/subscribers/no one/evidence"))).StatusCode
        );
    }

    [Fact]
    public async Task Pages_are_valid_html()
    {
        foreach (
            var html in new[]
            {
                await Http.GetStringAsync(app.Url("api/subscribe")),
                await Http.GetStringAsync(app.Url("api/subscribe/snippet")),
                await Http.GetStringAsync(app.Links.Unsubscribe(SubscriberId.New(1), "newsletter")),
                await (await Http.GetAsync(app.Url("api/confirm/AAAA"))).Content.ReadAsStringAsync(),
                await Http.GetStringAsync(app.Links.Preferences((await SubscribeAsync("valid@example.org")).Id)),
            }
        )
            Assert.Equal("", await Checks.HtmlAsync(html));
    }

    /// <param name="from">The caller's own address.</param>
    /// <param name="invented">What the caller claims to have forwarded.</param>
    private async Task<HttpStatusCode> JoinAsync(string address, string from, string? invented = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, app.Url("api/subscribe"))
        {
            Content = Form(("email", address), ("only", "newsletter"), ("form", await app.FormTokenAsync())),
        };
        if (invented is not null)
            request.Headers.Add("X-Forwarded-For", invented);
        using var client = LoopbackClient.From(from);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    private async Task<(string Address, SubscriberId Id)> SubscribeAsync(string address)
    {
        Assert.Equal(HttpStatusCode.OK, await JoinAsync(address, "127.2.0.44"));
        var confirm = SubscriberApp.LinkIn(await app.MessageAsync(address));
        await IsPageAsync(HttpStatusCode.OK, await Http.PostAsync(confirm, Form()));
        return (address, (await FindAsync(address))!.Id);
    }

    private static async Task IsPageAsync(HttpStatusCode expected, HttpResponseMessage answer)
    {
        using (answer)
        {
            var html = await answer.Content.ReadAsStringAsync();
            Assert.Equal(expected, answer.StatusCode);
            Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
            Assert.Contains("<h1>", html);
            Assert.DoesNotContain("Exception", html);
            Assert.DoesNotContain("<script", html);
        }
    }

    private async Task<HttpResponseMessage> PostChunkedAsync(Uri url, HttpContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        request.Headers.TransferEncodingChunked = true;
        return await Http.SendAsync(request);
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));

    private static StringContent Csv(string text) => new(text, Encoding.UTF8, "text/csv");

    private static ByteArrayContent TenMegabytes()
    {
        var content = new ByteArrayContent(Encoding.ASCII.GetBytes("email=" + new string('a', 10_000_000)));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        return content;
    }

    private static ByteArrayContent Broken()
    {
        var content = new ByteArrayContent(Encoding.ASCII.GetBytes("--x\r\nContent-Disposition: form-data; name=\"a"));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        return content;
    }

    private Task<Subscriber?> FindAsync(string address) => app.FindAsync(address);
}
