using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.LocalHost.TestApp;

/// <summary>HTTP functions that answer, in good ways and bad.</summary>
public sealed class HttpFunctions(Probe probe, ILogger<HttpFunctions> log)
{
    [Function("Ping")]
    public IResult Ping([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ping")] HttpRequest request) =>
        Results.Text("pong");

    [Function("Keyed")]
    public IResult Keyed([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest request) =>
        Results.Text("keyed");

    [Function("ForAdmins")]
    public IResult ForAdmins([HttpTrigger(AuthorizationLevel.Admin, "get")] HttpRequest request) =>
        Results.Text("for admins");

    [Function("Echo")]
    public async Task<IResult> Echo(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", "put", Route = "echo/{number:int}/{rest?}")]
            HttpRequest request,
        int number,
        string? rest
    )
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync();
        log.LogInformation("Echoes {Length} characters", body.Length);
        return Results.Text($"{request.Method} {number} {rest} {request.QueryString} {body}");
    }

    [Function("Caller")]
    public IResult Caller([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "caller")] HttpRequest request) =>
        Results.Text(
            $"{request.HttpContext.Connection.RemoteIpAddress} {request.Scheme} {request.Host} [{request.Headers["X-Forwarded-For"]}] [{request.Headers["X-Original-For"]}] [{request.Headers["X-Forwarded-Extra"]}]"
        );

    [Function("Throws")]
    public IResult Throws([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "throws")] HttpRequest request) =>
        throw new InvalidOperationException("a secret detail");

    [Function("Half")]
    public async Task Half([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "half")] HttpRequest request)
    {
        await request.HttpContext.Response.WriteAsync("the first half");
        await request.HttpContext.Response.Body.FlushAsync();
        throw new InvalidOperationException("broken in the middle");
    }

    [Function("Waits")]
    public async Task<IResult> Waits(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "waits/{name}")] HttpRequest request,
        string name,
        CancellationToken cancellationToken
    )
    {
        await probe.RunAsync($"waits {name}", cancellationToken);
        return Results.Text("waited");
    }
}
