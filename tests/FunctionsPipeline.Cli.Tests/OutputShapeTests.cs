using System.Text.Json;

namespace FunctionsPipeline.Cli.Tests;

/// <summary>What the README says of <c>--json</c> is what is printed.</summary>
public class OutputShapeTests
{
    [Theory]
    [InlineData("status", "health", "articles", "upcoming", "queues", "poison", "checks")]
    [InlineData("subscribers stats", "active", "pending", "unsubscribed", "suppressed", "byNewsletter", "days")]
    public async Task A_document_has_the_fields_that_the_read_me_names(string command, params string[] fields)
    {
        var (_, said) = await RunAsync([.. command.Split(' '), "--json"]);

        var document = JsonDocument.Parse(said).RootElement;
        Assert.All(fields, field => Assert.True(document.TryGetProperty(field, out _), field));
        var row = Array.Find(ReadMe(), line => line.Contains(command, StringComparison.Ordinal) && line.Contains('{'));
        Assert.NotNull(row);
        Assert.All(fields, field => Assert.Contains(field, row, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("issues list")]
    [InlineData("targets list")]
    [InlineData("targets test")]
    [InlineData("poison list")]
    public async Task A_list_of_nothing_is_an_empty_list(string command)
    {
        var (code, said) = await RunAsync([.. command.Split(' '), "--json"]);

        Assert.Equal(0, code);
        Assert.Equal(0, JsonDocument.Parse(said).RootElement.GetArrayLength());
    }

    private static async Task<(int Code, string Said)> RunAsync(string[] args) =>
        await CommandLine.RunAsync(await AzuriteFixture.NewAccountAsync(), "", settings: null, args);

    private static string[] ReadMe() =>
        File.ReadAllLines(Path.Combine(RepositoryRoot.Find(), "src", "FunctionsPipeline.Cli", "README.md"));
}
