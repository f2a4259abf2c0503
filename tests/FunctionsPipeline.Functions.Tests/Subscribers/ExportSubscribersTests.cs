using System.Text;
using FunctionsPipeline.Functions.Subscribers;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Export;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Store;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Functions.Tests.Subscribers;

/// <summary>
/// An export is whole or it is refused. It once broke off half-way with a clean 200, and a misspelt parameter exported
/// everyone.
/// </summary>
public sealed class ExportSubscribersTests
{
    private const int People = 300;

    private readonly InMemoryBlobStore _blobs = new();

    [Fact]
    public async Task An_export_is_sent_with_its_length()
    {
        await SeedAsync();

        var context = await ExportAsync("?newsletter=newsletter&code=a-function-key");

        Assert.Equal(StatusCodes.Status200OK, context.Response.StatusCode);
        Assert.Equal("text/csv; charset=utf-8", context.Response.ContentType);
        Assert.Equal(
            "attachment; filename=subscribers.csv; filename*=UTF-8''subscribers.csv",
            context.Response.Headers.ContentDisposition.ToString()
        );
        Assert.Equal(context.Response.Body.Length, context.Response.ContentLength);
        var lines = (await BodyAsync(context)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(People + 1, lines.Length);
        Assert.All(lines[1..], line => Assert.Contains("@example.org", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Storage_that_fails_in_the_middle_leaves_no_file_that_looks_whole()
    {
        await SeedAsync();
        var reads = 0;
        _blobs.Before = (_, path) =>
        {
            if (path.Name.StartsWith("shards/", StringComparison.Ordinal) && Interlocked.Increment(ref reads) == 200)
                throw new StorageException("Away.");
        };

        var context = await ExportAsync("");

        Assert.Equal(StatusCodes.Status503ServiceUnavailable, context.Response.StatusCode);
        var body = await BodyAsync(context);
        Assert.Contains("there is no file", body, StringComparison.Ordinal);
        Assert.DoesNotContain("@example.org", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?newsleter=newsletter", "no parameter 'newsleter'")]
    [InlineData("?list=newsletter", "no parameter 'list'")]
    [InlineData("?newsletter=", "no newsletter ''")]
    [InlineData("?newsletter=a&newsletter=b", "no newsletter 'a,b'")]
    public async Task What_is_not_understood_exports_no_one(string query, string told)
    {
        await SeedAsync();

        var context = await ExportAsync(query);

        Assert.Equal(StatusCodes.Status422UnprocessableEntity, context.Response.StatusCode);
        Assert.Contains(
            told,
            (await BodyAsync(context)).Replace(@"\u0027", "'", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    private Task SeedAsync() =>
        SubscriberSeed.PutAsync(_blobs, People, i => $"reader{i}@example.org", _ => ["newsletter"], default);

    private async Task<DefaultHttpContext> ExportAsync(string query)
    {
        var context = new DefaultHttpContext
        {
            Request = { QueryString = new QueryString(query) },
            Response = { Body = new MemoryStream() },
            RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider(),
        };
        var shards = new ShardStore(_blobs, SubscriberKeys.Development, TimeProvider.System, new Random(1));
        var function = new ExportSubscribers(
            new SubscriberExport(shards, new FixedSettings(new SiteSettings())),
            files: null!,
            page: null!
        );
        await (await function.ExportAsync(context.Request, default)).ExecuteAsync(context);
        return context;
    }

    private static async Task<string> BodyAsync(DefaultHttpContext context)
    {
        context.Response.Body.Position = 0;
        using var reader = new StreamReader(context.Response.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
