using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Journeys;

/// <summary>What a collector gets from the running app.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task A_collector_gets_metrics_and_log_lines_and_no_token()
    {
        await using var collector = await Collector.StartAsync();
        await using var app = await RunningApp.StartAsync(
            settings: new Dictionary<string, string>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address.AbsoluteUri,
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
            }
        );

        const string token = "AQYDZGV2bm90ZXMtMjAyNjExMjl0MTYzMnqp";
        using var page = await app.Http.GetAsync(new Uri(app.Address, $"api/unsubscribe/{token}"));
        using var tick = await app.Http.PostAsync(
            new Uri(app.Address, "admin/functions/TickNewsletters"),
            content: null
        );

        await Eventually.TrueAsync(() => collector.Got("/v1/metrics", "fp.tick"), "the metric of a tick");
        await Eventually.TrueAsync(() => collector.Got("/v1/logs", "fp.tick"), "the log line of a tick");
        Assert.False(collector.Got("/v1/logs", token));
        Assert.False(collector.Got("/v1/metrics", token));
        Assert.False(collector.Got("/v1/traces", ""));
    }

    /// <summary>Keeps what is posted to it. Names stand in protobuf as they are.</summary>
    private sealed class Collector(WebApplication app, List<(string Path, byte[] Body)> posts) : IAsyncDisposable
    {
        public Uri Address => new(app.Urls.First());

        public static async Task<Collector> StartAsync()
        {
            var posts = new List<(string, byte[])>();
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            var app = builder.Build();
            app.MapPost(
                "/{**path}",
                async (HttpRequest request) =>
                {
                    using var body = new MemoryStream();
                    await request.Body.CopyToAsync(body);
                    lock (posts)
                        posts.Add((request.Path, body.ToArray()));
                    return Results.Ok();
                }
            );
            await app.StartAsync();
            return new Collector(app, posts);
        }

        public bool Got(string path, string text)
        {
            lock (posts)
                return posts.Any(post =>
                    post.Path == path && post.Body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0
                );
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
