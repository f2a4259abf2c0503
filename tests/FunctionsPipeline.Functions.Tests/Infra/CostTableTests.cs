using FunctionsPipeline.Cli;
using FunctionsPipeline.Cli.Cost;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Functions.Tests.Infra;

public sealed class CostTableTests
{
    [Fact]
    public async Task The_table_in_the_readme_is_what_the_command_prints()
    {
        var (code, printed, _) = await Run();
        Assert.Equal(0, code);
        Assert.True(
            (await RepositoryTexts.ReadAsync())["infra/README.md"].Contains(printed, StringComparison.Ordinal),
            "infra/README.md holds another cost table: replace it by the output of `dotnet run --project src/FunctionsPipeline.Cli -- cost`.\n"
                + printed
        );
    }

    /// <summary>A bill small enough to check by hand.</summary>
    [Fact]
    public void The_arithmetic_adds_up()
    {
        var none = new StepOperations(0, 0, 0, 0, 0, 0, 0);
        var operations = new MeasuredOperations(
            "test",
            "2026-01-01",
            none,
            none,
            none,
            none,
            Request: new(Reads: 10, Writes: 5, Lists: 0, QueueCalls: 3, Seconds: 2, Executions: 1, RewrittenBytes: 0),
            none,
            none,
            none
        );
        var prices = new Prices { FreeExecutions = 0, FreeGbSeconds = 0 };
        var bill = new CostModel(
            new Usage(2_500)
            {
                IssuesPerMonth = 10,
                Joining = 0,
                Leaving = 0,
                PageViewsPerMessage = 0,
            },
            operations,
            prices
        ).Lines().ToDictionary(line => line.Item);

        // 10 issues of 3 requests each.
        Assert.Equal(30m / 1_000_000m * 0.40m, bill["Function executions"].Usd);
        Assert.Equal(30m * 2m * 2m * 0.000026m, bill["Function compute"].Usd);
        Assert.Equal((30m * 5m + 43_200m + 8_640m) / 10_000m * 0.0625m, bill["Blob writes and listings"].Usd);
        Assert.Equal((30m * 10m + 4m * 43_200m) / 10_000m * 0.005m, bill["Blob reads"].Usd);
        Assert.Equal((30m * 3m + (Queues.All.Count + 1) * 2m * 43_200m) / 10_000m * 0.004m, bill["Queue calls"].Usd);
        Assert.Equal(19.95m, bill["SendGrid"].Usd);
    }

    [Fact]
    public void A_short_execution_is_billed_as_a_second()
    {
        var none = new StepOperations(0, 0, 0, 0, 0, 0, 0);
        var operations = new MeasuredOperations(
            "test",
            "2026-01-01",
            Tick: none with
            {
                Seconds = 0.01m,
                Executions = 1,
            },
            none,
            none,
            none,
            none,
            none,
            none,
            none
        );
        var bill = new CostModel(new Usage(1) { InstanceGb = 4 }, operations, new Prices { FreeGbSeconds = 0 }).Lines();
        Assert.Equal(43_200m * 4m * 0.000026m, bill.Single(line => line.Item == "Function compute").Usd);
    }

    [Fact]
    public async Task Another_list_gives_another_column()
    {
        var (code, printed, _) = await Run("--subscribers", "1", "250000", "--issues", "1");
        Assert.Equal(0, code);
        Assert.StartsWith("| US dollars a month | 1 | 250,000 |", printed, StringComparison.Ordinal);
        Assert.Contains(
            "250,000 x 1 issues + 2 x 5,000 sign-ups = 260,000 messages: Pro 300K",
            printed,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("--subscribers", "0", "--subscribers must be a whole number from 1 to 100,000,000.")]
    [InlineData("--subscribers", "abc", "--subscribers must be a whole number from 1 to 100,000,000.")]
    [InlineData("--issues", "few", "--issues must be a whole number from 0 to 310.")]
    [InlineData("--memory-gb", "much", "0.5")]
    [InlineData("--issues", "-1", "--issues must be a whole number from 0 to 310.")]
    [InlineData("--memory-gb", "3", "'3'")]
    [InlineData("--operations", "/nowhere/operations.json", "Cannot read --operations")]
    public async Task Bad_input_is_named(string option, string value, string told)
    {
        var (code, _, errors) = await Run(option, value);
        Assert.NotEqual(0, code);
        Assert.Contains(told, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_a_step_is_refused()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, """{ "source": "test", "date": "2026-01-01" }""");
            var (code, _, errors) = await Run("--operations", file);
            Assert.Equal(1, code);
            Assert.Contains("tick", errors, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<(int Code, string Output, string Errors)> Run(params string[] args)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await CommandTree
            .Create()
            .Parse(["cost", .. args])
            .InvokeAsync(new() { Output = output, Error = errors });
        return (code, output.ToString(), errors.ToString());
    }
}
