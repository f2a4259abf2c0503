using FunctionsPipeline.Functions.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Functions.Tests.Operations;

/// <summary>Rule B5, on the web server that Azure's worker answers with. The running app has a journey of its own.</summary>
public sealed class RequestLinesTests
{
    private const string Token = "a-token-that-no-one-may-read";

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task No_setting_brings_tokens_into_the_log(bool masked, bool silent)
    {
        using var log = new ScopedLog();
        await using var app = Start(log, masked);
        app.MapPost(
            "/api/unsubscribe/{token}",
            (ILogger<RequestLinesTests> own) =>
            {
                own.LogInformation("Done.");
                return Results.Ok();
            }
        );
        await app.StartAsync();
        using var http = new HttpClient();

        var answer = await http.PostAsync(new Uri($"{app.Urls.First()}/api/unsubscribe/{Token}?code={Token}"), null);
        await app.StopAsync();

        Assert.True(answer.IsSuccessStatusCode);
        Assert.Contains(log.Lines, line => line.StartsWith("Done.", StringComparison.Ordinal));
        Assert.Equal(silent, log.Lines.Any(line => line.Contains(Token, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Critical, false)]
    [InlineData("Microsoft.AspNetCore.Routing.EndpointMiddleware", LogLevel.Information, false)]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error, true)]
    [InlineData("Microsoft.AspNetCoreLike", LogLevel.Trace, true)]
    [InlineData("FunctionsPipeline.Subscribers", LogLevel.Trace, true)]
    [InlineData(null, LogLevel.Trace, true)]
    public void Only_the_web_servers_own_lines_are_off(string? category, LogLevel level, bool may) =>
        Assert.Equal(may, RequestLines.MayTell(category, level));

    /// <summary>With all that settings can ask for.</summary>
    private static WebApplication Start(ScopedLog log, bool masked)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Logging:LogLevel:Default"] = "Trace",
                ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "Trace",
                [$"Logging:{typeof(ScopedLog).FullName}:LogLevel:Microsoft.AspNetCore"] = "Trace",
            }
        );
        builder.Logging.ClearProviders().AddProvider(log);
        if (masked)
            builder.Services.AddNoRequestLines();
        return builder.Build();
    }

    /// <summary>Writes each line with the scopes around it, as a log store does.</summary>
    private sealed class ScopedLog : RecordingLog, ISupportExternalScope
    {
        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => Scopes = scopeProvider;
    }
}
