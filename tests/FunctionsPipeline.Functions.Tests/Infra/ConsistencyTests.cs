namespace FunctionsPipeline.Functions.Tests.Infra;

public sealed class ConsistencyTests
{
    [Fact]
    public async Task Infra_host_json_workflows_and_code_agree() =>
        Assert.Equal([], InfraConsistency.All(await RepositoryTexts.ReadAsync()));

    [Fact]
    public async Task The_settings_table_is_the_list_in_the_code()
    {
        var rows = (await RepositoryTexts.ReadAsync())["infra/README.md"]
            .Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .ToList();
        foreach (var setting in AppSettings.All)
        {
            var row = Assert.Single(rows, row => row.StartsWith($"| `{setting.Name}` |", StringComparison.Ordinal));
            Assert.EndsWith($"| {setting.Meaning} |", row, StringComparison.Ordinal);
        }
    }
}
