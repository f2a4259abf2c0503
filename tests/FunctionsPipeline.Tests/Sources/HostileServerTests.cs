using System.IO.Compression;
using FunctionsPipeline.Sources;
using FunctionsPipeline.Sources.Fetching;
using FunctionsPipeline.Syndication;
using FunctionsPipeline.Syndication.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Tests.Sources;

/// <summary>Servers that do harm over a real connection.</summary>
public sealed class HostileServerTests
{
    [Fact]
    public async Task A_few_bytes_that_unpack_to_a_gigabyte_are_not_unpacked()
    {
        var bomb = Packed(64 * 1024 * 1024);
        Assert.True(bomb.Length < 100_000);

        var fetched = await FetchAsync(async context =>
        {
            context.Response.Headers.ContentEncoding = "br";
            await context.Response.Body.WriteAsync(bomb);
        });

        Assert.Equal(SourceTrouble.TooLarge, fetched.Trouble);
    }

    [Fact]
    public async Task What_is_packed_well_is_read()
    {
        var fetched = await FetchAsync(async context =>
        {
            Assert.Contains("gzip", context.Request.Headers.AcceptEncoding.ToString(), StringComparison.Ordinal);
            context.Response.Headers.ContentEncoding = "br";
            await context.Response.Body.WriteAsync(Packed(1000));
        });

        Assert.Equal(1000, fetched.Body!.Length);
    }

    [Fact]
    public async Task What_cannot_be_unpacked_is_no_answer()
    {
        var fetched = await FetchAsync(async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await context.Response.Body.WriteAsync("<rss>not packed at all</rss>"u8.ToArray());
        });

        Assert.Equal(SourceTrouble.NoAnswer, fetched.Trouble);
    }

    [Fact]
    public async Task A_body_without_end_is_left()
    {
        var fetched = await FetchAsync(async context =>
        {
            var some = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(some, context.RequestAborted);
        });

        Assert.Equal(SourceTrouble.TooLarge, fetched.Trouble);
    }

    [Fact]
    public async Task One_that_drips_is_left_after_twenty_seconds()
    {
        var time = new ManualTimeProvider();
        var begun = new TaskCompletionSource();
        var fetching = FetchAsync(
            async context =>
            {
                await context.Response.Body.WriteAsync("<rss>"u8.ToArray());
                await context.Response.Body.FlushAsync();
                begun.TrySetResult();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            },
            time
        );
        await begun.Task;
        time.Advance(TimeSpan.FromSeconds(19));
        Assert.False(fetching.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(SourceTrouble.NoAnswer, (await fetching).Trouble);
    }

    [Theory]
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("https://10.0.0.1/")]
    [InlineData("https://[::ffff:192.168.0.1]/")]
    [InlineData("https://[fd00::1]/")]
    public async Task Into_the_private_network_nothing_is_followed(string to)
    {
        var fetched = await FetchAsync(context =>
        {
            context.Response.Redirect(to);
            return Task.CompletedTask;
        });

        Assert.Equal(SourceTrouble.Forbidden, fetched.Trouble);
    }

    private static byte[] Packed(int bytes)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal))
        {
            var zeros = new byte[1024 * 1024];
            for (; bytes > 0; bytes -= zeros.Length)
                brotli.Write(zeros, 0, Math.Min(bytes, zeros.Length));
        }
        return packed.ToArray();
    }

    private static async Task<FetchedFeed> FetchAsync(RequestDelegate answer, ManualTimeProvider? time = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var server = builder.Build();
        server.Run(answer);
        await server.StartAsync();
        TimeProvider clock = time ?? TimeProvider.System;
        using var http = new TargetHttp(new SyndicationOptions { AllowLoopback = true }, clock);
        return await new FeedFetch(http, clock).GetAsync(
            new Uri(server.Urls.Single() + "/feed/"),
            new Uri("https://clinic.example/"),
            null,
            null,
            default
        );
    }
}
