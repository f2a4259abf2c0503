using System.Net;
using System.Text;
using FunctionsPipeline.Standalone.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Standalone.Tests;

public sealed class HttpTriggerTests : IAsyncLifetime
{
    private const string Production = "--environment=Production";

    private readonly Probe _probe = new();
    private readonly HttpClient _http = new();
    private RunningHost? _host;

    [Theory]
    [InlineData("GET", "/api/greet/Ann", 200, "Hello Ann")]
    [InlineData("GET", "/api/GREET/Ann", 200, "Hello Ann")]
    [InlineData("HEAD", "/api/greet/Ann", 200, "")]
    [InlineData("POST", "/api/greet/Ann", 405, "")]
    [InlineData("GET", "/greet/Ann", 404, "")]
    [InlineData("GET", "/api/nothing", 404, "")]
    [InlineData("GET", "/api/add/40/2", 200, "42")]
    [InlineData("GET", "/api/add/40/two", 400, "")]
    [InlineData("GET", "/api/item/6f9619ff-8b86-d011-b42d-00cf4fc964ff", 200, "item 6f9619ff-8b86-d011-b42d-00cf4fc964ff")]
    [InlineData("DELETE", "/api/Anything", 200, "anything")]
    [InlineData("GET", "/api/action", 418, "{\"a\":1}")]
    [InlineData("GET", "/api/fails", 500, "")]
    [InlineData("GET", "/admin/host/status", 200, "{\"id\":\"functionspipeline-stand-")]
    public async Task Routes_lead_to_functions_and_results_to_answers(string method, string path, int status, string body)
    {
        await StartAsync();
        using var answer = await _http.SendAsync(new HttpRequestMessage(new HttpMethod(method), new Uri(_host!.Address, path)));
        Assert.Equal(status, (int)answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync();
        if (body.Length == 0)
            Assert.Equal("", text);
        else
            Assert.StartsWith(body, text);
    }

    [Fact]
    public async Task A_failure_is_in_the_log_and_not_in_the_answer()
    {
        await StartAsync();
        using var answer = await _http.GetAsync(new Uri(_host!.Address, "/api/fails"));
        Assert.DoesNotContain("the inner details", await answer.Content.ReadAsStringAsync() + answer.Headers);
        Assert.Contains(_probe.Logs, line => line.Contains("Error: Fails threw") && line.Contains("the inner details"));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_half_way_is_in_the_log_and_is_not_taken_for_a_whole_one()
    {
        await StartAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => _http.GetStringAsync(new Uri(_host!.Address, "/api/breaks-off")));
        await _probe.WaitForLogAsync("Error: BreaksOff ran, but its answer could not be written to the end IOException the source is gone");
    }

    [Fact]
    public async Task The_route_prefix_is_a_setting()
    {
        await StartAsync("--AzureFunctionsJobHost:extensions:http:routePrefix=");
        Assert.Equal("Hello Ann", await _http.GetStringAsync(new Uri(_host!.Address, "/greet/Ann")));
    }

    [Theory]
    [InlineData("/api/keyed", null, 401)]
    [InlineData("/api/keyed", "wrong", 401)]
    [InlineData("/api/keyed", "host-key-1", 200)]
    [InlineData("/api/keyed", "host-key-2", 200)]
    [InlineData("/api/keyed", "own-key", 200)]
    [InlineData("/api/keyed", "master-key", 200)]
    [InlineData("/api/keyed", "host-key-1,host-key-2", 401)]
    [InlineData("/api/unstated", null, 401)]
    [InlineData("/api/unstated", "host-key-1", 200)]
    [InlineData("/api/unstated", "own-key", 401)]
    [InlineData("/api/admin-only", "host-key-1", 401)]
    [InlineData("/api/admin-only", "master-key", 200)]
    [InlineData("/api/open", null, 200)]
    public async Task Outside_development_a_key_is_asked_for(string path, string? key, int status)
    {
        await StartAsync<KeyedFunctions>(
            Production, "--Standalone:Keys:Host=host-key-1, host-key-2", "--Standalone:Keys:Functions:Keyed=own-key", "--Standalone:Keys:Master=master-key");
        var byQuery = new HttpRequestMessage(HttpMethod.Get, new Uri(_host!.Address, path + (key is null ? "" : "?code=" + Uri.EscapeDataString(key))));
        var byHeader = new HttpRequestMessage(HttpMethod.Get, new Uri(_host.Address, path));
        if (key is not null)
            byHeader.Headers.Add("x-functions-key", key);
        Assert.Equal(status, (int)(await _http.SendAsync(byQuery)).StatusCode);
        Assert.Equal(status, (int)(await _http.SendAsync(byHeader)).StatusCode);
    }

    [Fact]
    public async Task In_development_no_key_is_asked_for()
    {
        await StartAsync<KeyedFunctions>();
        Assert.Equal("keyed", await _http.GetStringAsync(new Uri(_host!.Address, "/api/keyed")));
    }

    [Fact]
    public void Outside_development_a_function_that_nobody_can_call_stops_the_start()
    {
        var failure = Assert.Throws<HostStartException>(() => RunningHost.Build(null, _probe, [typeof(KeyedFunctions)], [Production]));
        Assert.Contains(failure.Problems, problem => problem.Contains("'Keyed'") && problem.Contains("Standalone__Keys__Host"));
        Assert.Contains(failure.Problems, problem => problem.Contains("'AdminOnly'") && problem.Contains("Standalone__Keys__Master"));
        Assert.DoesNotContain(failure.Problems, problem => problem.Contains("'Open'"));
    }

    [Fact]
    public async Task A_stranger_sees_that_the_host_runs_and_no_more()
    {
        await StartAsync<OpenFunctions>(Production);
        Assert.Equal("""{"state":"Running"}""", await _http.GetStringAsync(new Uri(_host!.Address, "/admin/host/status")));
    }

    [Fact]
    public async Task A_body_above_the_limit_is_refused()
    {
        await StartAsync("--FUNCTIONS_REQUEST_BODY_SIZE_LIMIT=1000");
        using var fits = await _http.PostAsync(new Uri(_host!.Address, "/api/length"), new StringContent(new string('x', 1000)));
        Assert.Equal("1000", await fits.Content.ReadAsStringAsync());
        using var tooLarge = await _http.PostAsync(new Uri(_host.Address, "/api/length"), new StringContent(new string('x', 1001)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
    }

    [Theory]
    [InlineData("", "127.0.0.1 http")]
    [InlineData("10.0.0.0/8", "127.0.0.1 http")]
    [InlineData("127.0.0.0/8", "203.0.113.7 https")]
    [InlineData("10.1.2.3, 127.0.0.1", "203.0.113.7 https")]
    public async Task Only_a_trusted_proxy_is_believed_about_the_caller(string trusted, string seen)
    {
        await StartAsync("--Standalone:TrustedProxies=" + trusted);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_host!.Address, "/api/caller"));
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        request.Headers.Add("X-Forwarded-Proto", "https");
        Assert.Equal(seen, await (await _http.SendAsync(request)).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_app_can_add_endpoints_and_middleware_of_its_own()
    {
        _host = await RunningHost.StartAsync(
            null!, _probe, [typeof(OpenFunctions)], configure: builder => builder.Services.AddSingleton<IStandaloneEndpoints, Inbox>());
        Assert.Equal("an inbox", await _http.GetStringAsync(new Uri(_host.Address, "/inbox")));
        using var answer = await _http.GetAsync(new Uri(_host.Address, "/api/greet/Ann"));
        Assert.Equal("was here", Assert.Single(answer.Headers.GetValues("X-Middleware")));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _http.Dispose();
        if (_host is not null)
            await _host.DisposeAsync();
    }

    private Task StartAsync(params string[] settings) => StartAsync<OpenFunctions>(settings);

    private async Task StartAsync<T>(params string[] settings) => _host = await RunningHost.StartAsync(null!, _probe, [typeof(T)], settings);

    private sealed class Inbox : IStandaloneEndpoints
    {
        public void Configure(WebApplication app)
        {
            app.Use((http, next) =>
            {
                http.Response.Headers["X-Middleware"] = "was here";
                return next(http);
            });
            app.MapGet("/inbox", () => "an inbox");
        }
    }

    public sealed class OpenFunctions
    {
        [Function("Greet")]
        public IResult Greet([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "greet/{name}")] HttpRequest request, string name)
            => Results.Text("Hello " + name);

        [Function("Add")]
        public Task<IResult> Add(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "add/{a}/{b}")] HttpRequest request, int a, int b, CancellationToken cancellationToken)
            => Task.FromResult(Results.Text($"{a + b}"));

        [Function("Item")]
        public async ValueTask<IResult> Item([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "item/{id:guid}")] HttpRequest request, Guid id)
        {
            await Task.Yield();
            return Results.Text($"item {id}");
        }

        [Function("Anything")]
        public IResult Anything([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Text("anything");

        [Function("Action")]
        public IActionResult Action([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "action")] HttpRequest request)
            => new ObjectResult(new { a = 1 }) { StatusCode = 418 };

        [Function("Fails")]
        public IResult Fails([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "fails")] HttpRequest request)
            => throw new InvalidOperationException("the inner details");

        [Function("BreaksOff")]
        public IResult BreaksOff([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "breaks-off")] HttpRequest request)
            => Results.Stream(async output =>
            {
                await output.WriteAsync("the first half"u8.ToArray());
                throw new IOException("the source is gone");
            });

        [Function("Length")]
        public async Task<IResult> Length([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "length")] HttpRequest request)
        {
            using var reader = new StreamReader(request.Body, Encoding.UTF8);
            return Results.Text($"{(await reader.ReadToEndAsync()).Length}");
        }

        [Function("Caller")]
        public IResult Caller([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "caller")] HttpRequest request)
            => Results.Text($"{request.HttpContext.Connection.RemoteIpAddress} {request.Scheme}");
    }

    public sealed class KeyedFunctions
    {
        [Function("Keyed")]
        public IResult Keyed([HttpTrigger(AuthorizationLevel.Function, "get", Route = "keyed")] HttpRequest request) => Results.Text("keyed");

        [Function("Unstated")]
        public IResult Unstated([HttpTrigger("get", Route = "unstated")] HttpRequest request) => Results.Text("unstated");

        [Function("AdminOnly")]
        public IResult AdminOnly([HttpTrigger(AuthorizationLevel.Admin, "get", Route = "admin-only")] HttpRequest request) => Results.Text("admin");

        [Function("Open")]
        public IResult Open([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "open")] HttpRequest request) => Results.Text("open");
    }
}
