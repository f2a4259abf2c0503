using System.Net;
using System.Text;
using FunctionsPipeline.LocalHost.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.LocalHost.Tests;

public sealed class HttpTriggerTests : HostTest
{
    [Fact]
    public async Task Routes_methods_and_bodies_reach_functions_and_a_wrong_method_is_404()
    {
        await using var host = await StartAsync("Ping", "Echo");
        Assert.Equal("pong", await Http.GetStringAsync(new Uri(host.Address, "api/ping")));
        var posted = await Http.PostAsync(
            new Uri(host.Address, "api/echo/5/rest%20of%20it?a=b"),
            new StringContent("body")
        );
        Assert.Equal("POST 5 rest of it ?a=b body", await posted.Content.ReadAsStringAsync());
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await Http.PostAsync(new Uri(host.Address, "api/ping"), null)).StatusCode
        );
        Assert.Equal(HttpStatusCode.NotFound, (await Http.GetAsync(new Uri(host.Address, "api/echo/five"))).StatusCode);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await Http.SendAsync(new(HttpMethod.Head, new Uri(host.Address, "api/ping")))).StatusCode
        );
        Assert.Equal(HttpStatusCode.NotFound, (await Http.GetAsync(new Uri(host.Address, "api/caller"))).StatusCode);
    }

    [Fact]
    public async Task A_failure_is_in_the_log_and_not_in_the_answer()
    {
        await using var host = await StartAsync("Throws");
        var answer = await Http.GetAsync(new Uri(host.Address, "api/throws?token=verysecret"));
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync());
        await Probe.WaitForLogAsync("a secret detail");
        Assert.DoesNotContain(Probe.Logs, line => line.Contains("verysecret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_half_way_is_not_taken_for_a_whole_one()
    {
        await using var host = await StartAsync("Half");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => Http.GetStringAsync(new Uri(host.Address, "api/half")));
        await Probe.WaitForLogAsync("broken in the middle");
    }

    [Fact]
    public async Task The_worker_sees_the_real_caller_and_not_what_headers_claim()
    {
        await using var host = await StartAsync("Caller");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Address, "api/caller"));
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Extra", "more");
        request.Headers.Add("x-ms-invocation-id", "00000000-0000-0000-0000-000000000000");
        var answer = await (await Http.SendAsync(request)).Content.ReadAsStringAsync();
        Assert.DoesNotContain("203.0.113.7", answer);
        Assert.DoesNotContain("evil", answer);
        Assert.DoesNotContain("more", answer);
        Assert.Contains($"http {host.Address.Authority}", answer);
        Assert.Contains("127.0.0.1", answer);
    }

    [Fact]
    public async Task In_development_only_loopback_names_are_answered_and_what_needs_a_key_to_the_hosts_own_pages()
    {
        await using var host = await StartAsync("Ping", "Keyed");
        var own = host.Address.GetLeftPart(UriPartial.Authority);
        Assert.Equal(HttpStatusCode.Forbidden, await GetWithAsync(host, "api/ping", "Host", "rebound.example"));
        Assert.Equal(HttpStatusCode.OK, await GetWithAsync(host, "api/ping", "Host", $"localhost:{host.Address.Port}"));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, "api/keyed", null));
        Assert.Equal(HttpStatusCode.OK, await GetWithAsync(host, "api/keyed", "Origin", own));
        foreach (var foreign in new[] { "https://evil.example", "http://localhost:1", "null" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await GetWithAsync(host, "api/keyed", "Origin", foreign));
            // A form for everyone may stand on another site.
            Assert.Equal(HttpStatusCode.OK, await GetWithAsync(host, "api/ping", "Origin", foreign));
        }
    }

    [Fact]
    public async Task Outside_development_keys_are_asked_for()
    {
        await using var host = await StartAsync(
            (Options("Ping", "Keyed", "ForAdmins", "OnYear") with { EnvironmentName = "Production" }).With(
                ("LocalHost__Keys__Host", "host-old, host-new"),
                ("LocalHost__Keys__Functions__Keyed", "own"),
                ("LocalHost__Keys__Master", "master")
            )
        );
        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, "api/ping", null));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(host, "api/keyed", null));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(host, "api/keyed", "wrong"));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, "api/keyed", "host-old"));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, "api/keyed", "host-new"));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, "api/keyed?code=own", null));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, "api/keyed", "master"));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(host, "api/foradmins", "host-new"));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, "api/foradmins", "master"));

        Assert.Equal("""{"state":"Running"}""", await Http.GetStringAsync(new Uri(host.Address, "admin/host/status")));
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await Http.PostAsync(new Uri(host.Address, "admin/functions/OnYear"), null)).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.Accepted,
            (await Http.PostAsync(new Uri(host.Address, "admin/functions/OnYear?code=master"), null)).StatusCode
        );
        await Probe.WaitForAsync("year on time ");
    }

    [Fact]
    public async Task Functions_run_by_hand_over_http()
    {
        await using var host = await StartAsync("OnMessage", "OnBlob");
        await Account.DropAsync("by-hand.md", "1");
        await Probe.WaitForAsync("blob by-hand.md 1");
        Assert.Equal(HttpStatusCode.Accepted, await RunAsync("OnMessage", """{"input":"hello"}"""));
        await Probe.WaitForAsync("message hello");
        Assert.Equal(
            HttpStatusCode.Accepted,
            await RunAsync("OnBlob", $$"""{"input":"{{Account.ContainerName}}/by-hand.md"}""")
        );
        await Probe.WaitForAsync(() => Probe.Count("blob by-hand.md 1") == 2, "the blob's second run");
        Assert.Equal(HttpStatusCode.BadRequest, await RunAsync("OnMessage", "{}"));
        Assert.Equal(HttpStatusCode.BadRequest, await RunAsync("OnMessage", "not json"));
        Assert.Equal(HttpStatusCode.NotFound, await RunAsync("Unknown", "{}"));

        async Task<HttpStatusCode> RunAsync(string function, string body) =>
            (
                await Http.PostAsync(
                    new Uri(host.Address, $"admin/functions/{function}"),
                    new StringContent(body, Encoding.UTF8, "application/json")
                )
            ).StatusCode;
    }

    [Fact]
    public async Task A_body_above_the_limit_is_refused_and_one_below_it_arrives()
    {
        await using var host = await StartAsync(Options("Echo").With(("FUNCTIONS_REQUEST_BODY_SIZE_LIMIT", "100000")));
        var large = await Http.PostAsync(new Uri(host.Address, "api/echo/1"), new ByteArrayContent(new byte[100_001]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        var small = await Http.PostAsync(
            new Uri(host.Address, "api/echo/1"),
            new StringContent(new string('x', 99_000))
        );
        Assert.EndsWith(new string('x', 99_000), await small.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_request_that_exceeds_the_time_limit_or_loses_its_worker_gets_500_and_the_next_one_works()
    {
        Probe.Behaviour = (happened, _) =>
            Task.FromResult(
                happened switch
                {
                    "waits exit" => "exit",
                    "waits ignore" => "ignore",
                    _ => "",
                }
            );
        await using var host = await StartAsync(
            Options("Waits")
                .With(("AzureFunctionsJobHost__functionTimeout", "00:00:02"), ("LocalHost__TimeoutGrace", "00:00:00.5"))
        );
        Assert.Equal(HttpStatusCode.InternalServerError, await GetAsync(host, "api/waits/ignore", null));
        Assert.Equal(HttpStatusCode.InternalServerError, await GetAsync(host, "api/waits/exit", null));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, "api/waits/no", null));
    }

    [Fact]
    public async Task A_caller_that_goes_away_cancels_the_function()
    {
        var cancelled = new TaskCompletionSource();
        Probe.Behaviour = async (_, token) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, token)
                .ContinueWith(_ => cancelled.SetResult(), TaskScheduler.Default);
            return "";
        };
        await using var host = await StartAsync("Waits");
        using var patience = new CancellationTokenSource();
        var request = Http.GetAsync(new Uri(host.Address, "api/waits/long"), patience.Token);
        await Probe.WaitForAsync("waits long");
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await cancelled.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task While_the_host_drains_running_requests_finish_and_new_ones_get_503()
    {
        var mayGoOn = new TaskCompletionSource();
        Probe.Behaviour = async (_, token) =>
        {
            await mayGoOn.Task.WaitAsync(token);
            return "";
        };
        await using var host = await StartAsync("Waits", "Ping");
        var request = Http.GetStringAsync(new Uri(host.Address, "api/waits/drain"));
        await Probe.WaitForAsync("waits drain");
        var stop = host.StopAsync(CancellationToken.None);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await GetAsync(host, "api/ping", null));
        mayGoOn.SetResult();
        Assert.Equal("waited", await request);
        await stop;
        await host.Completion;
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(host, "api/ping", null));
    }

    [Fact]
    public async Task A_developers_pages_are_behind_the_functions_routes()
    {
        await using var host = await StartAsync(
            Options("Ping") with
            {
                Endpoints = web =>
                {
                    web.MapGet("/page", () => Results.Text("a page"));
                    web.MapGet("/api/ping", () => Results.Text("not the function"));
                },
            }
        );
        Assert.Equal("a page", await Http.GetStringAsync(new Uri(host.Address, "page")));
        Assert.Equal("pong", await Http.GetStringAsync(new Uri(host.Address, "api/ping")));
    }

    [Fact]
    public async Task The_route_prefix_is_a_setting()
    {
        // The worker reads the prefix from host.json itself, so it has to be in the app's folder.
        using var app = CopiedApp.WithHostJson("""{"version":"2.0","extensions":{"http":{"routePrefix":""}}}""");
        await using var host = await StartAsync(Options("Ping") with { AppFolder = app.Folder });
        Assert.Equal("pong", await Http.GetStringAsync(new Uri(host.Address, "ping")));
    }

    [Fact]
    public async Task The_workers_door_serves_nothing_but_the_worker()
    {
        await using var host = await StartAsync("Ping");
        var rpc = Assert.Single(host.BoundAddresses, each => each.Port != host.Address.Port);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(rpc, "api/ping"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        Assert.Equal(HttpStatusCode.NotFound, (await Http.SendAsync(request)).StatusCode);
    }

    private async Task<HttpStatusCode> GetAsync(LocalFunctionHost host, string path, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Address, path));
        if (key is not null)
            request.Headers.Add("x-functions-key", key);
        return (await Http.SendAsync(request)).StatusCode;
    }

    private async Task<HttpStatusCode> GetWithAsync(LocalFunctionHost host, string path, string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Address, path));
        request.Headers.TryAddWithoutValidation(header, value);
        return (await Http.SendAsync(request)).StatusCode;
    }
}
