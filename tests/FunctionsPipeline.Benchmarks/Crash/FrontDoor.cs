using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Benchmarks.Crash;

/// <summary>
/// One address for processes that come and go, as a load balancer has: hands each post to one of them, dead or alive.
/// </summary>
internal sealed class FrontDoor : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        Timeout = Patience,
    };
    private readonly WebApplication _app;
    private Func<Uri?> _target;

    private FrontDoor(WebApplication app, Func<Uri?> target) => (_app, _target) = (app, target);

    public Uri Address =>
        new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<FrontDoor> OpenAsync(Func<Uri?> target, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var door = new FrontDoor(app, target);
        app.MapPost("/{**path}", (Delegate)door.PassOnAsync);
        await app.StartAsync(cancellationToken);
        return door;
    }

    public void LeadTo(Uri target) => _target = () => target;

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _client.Dispose();
    }

    private async Task PassOnAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        if (_target() is not { } target)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri(target, http.Request.Path.Value!.TrimStart('/'))
        )
        {
            Content = new ByteArrayContent(body.ToArray()),
        };
        foreach (
            var (name, value) in http.Request.Headers.Where(h =>
                h.Key.StartsWith("X-", StringComparison.OrdinalIgnoreCase)
            )
        )
            request.Headers.TryAddWithoutValidation(name, (string?)value);
        try
        {
            using var answer = await _client.SendAsync(request, http.RequestAborted);
            var said = await answer.Content.ReadAsByteArrayAsync(http.RequestAborted);
            http.Response.StatusCode = (int)answer.StatusCode;
            await http.Response.Body.WriteAsync(said, http.RequestAborted);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            if (!http.Response.HasStarted)
                http.Response.StatusCode = StatusCodes.Status502BadGateway;
        }
    }
}
