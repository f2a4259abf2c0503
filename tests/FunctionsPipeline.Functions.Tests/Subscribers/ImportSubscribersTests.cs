using System.Text;
using FunctionsPipeline.Functions.Subscribers;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Import;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Functions.Tests.Subscribers;

/// <summary>What the query of an import may say. A mistyped <c>dry</c> once ran a real import.</summary>
public sealed class ImportSubscribersTests
{
    private const string Good =
        "?newsletter=newsletter&basis=express&date=2025-01-31&evidence=paper&file=list.csv&code=a-function-key";

    private readonly InMemoryBlobStore _blobs = new();

    [Theory]
    [InlineData("", false)]
    [InlineData("&dry=false", false)]
    [InlineData("&dry=0", false)]
    [InlineData("&dry=true", true)]
    [InlineData("&dry=1", true)]
    [InlineData("&dry=True", true)]
    [InlineData("&Dry=TRUE", true)]
    public async Task A_trial_is_a_trial(string dry, bool isDry)
    {
        var (status, body) = await PostAsync(Good + dry);

        Assert.Equal(StatusCodes.Status202Accepted, status);
        Assert.Contains($"\"dryRun\": {(isDry ? "true" : "false")}", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("&dry=yes", "'dry' is one of true, 1, false and 0")]
    [InlineData("&dry=", "'dry' is one of true, 1, false and 0")]
    [InlineData("&dry", "'dry' is one of true, 1, false and 0")]
    [InlineData("&dry=true&dry=false", "'dry' is one of true, 1, false and 0")]
    [InlineData("&welcome=please", "'welcome' is one of true, 1, false and 0")]
    [InlineData("&dry-run=true", "no parameter 'dry-run'")]
    [InlineData("&dryRun=1", "no parameter 'dryRun'")]
    [InlineData("&newsletters=weekly", "no parameter 'newsletters'")]
    public async Task What_is_not_understood_imports_nothing(string more, string told)
    {
        var (status, body) = await PostAsync(Good + more);

        Assert.Equal(StatusCodes.Status422UnprocessableEntity, status);
        Assert.Contains(told, body.Replace(@"\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty(await _blobs.ListAsync(Containers.Subscribers, "", default).ToListAsync());
    }

    private async Task<(int Status, string Body)> PostAsync(string query)
    {
        var context = new DefaultHttpContext
        {
            Request =
            {
                Method = "POST",
                QueryString = new QueryString(query),
                Body = new MemoryStream(Encoding.UTF8.GetBytes("email\nann@example.org\n")),
            },
            Response = { Body = new MemoryStream() },
            RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider(),
        };
        var imports = new Imports(
            _blobs,
            new InMemoryMessageQueue(),
            new FixedSettings(new SiteSettings()),
            TimeProvider.System
        );
        var retry = new StorageRetry(TimeProvider.System, NullLogger<StorageRetry>.Instance);
        await (
            await new ImportSubscribers(imports, runner: null!, retry, TimeProvider.System).AcceptAsync(
                context.Request,
                default
            )
        ).ExecuteAsync(context);
        context.Response.Body.Position = 0;
        using var reader = new StreamReader(context.Response.Body);
        return (context.Response.StatusCode, await reader.ReadToEndAsync());
    }
}
