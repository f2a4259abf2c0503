using FunctionsPipeline.Cli.Cost;
using FunctionsPipeline.Journeys.Running;

namespace FunctionsPipeline.Journeys;

public sealed class OperationsBenchmarkTests
{
    /// <summary>The bill is made of what the code does now, not of what it once did.</summary>
    [Fact]
    public async Task The_storage_operations_that_the_cost_table_counts_on_are_those_that_are_measured()
    {
        var file = Path.GetTempFileName();
        try
        {
            await QuickBenchmark.RunAsync("operations", "--out", file);
            await using var stream = File.OpenRead(file);
            var (measured, shipped) = (MeasuredOperations.Read(stream), MeasuredOperations.Shipped());

            foreach (
                var property in typeof(MeasuredOperations)
                    .GetProperties()
                    .Where(p => p.PropertyType == typeof(StepOperations))
            )
            {
                var (now, then) = (
                    (StepOperations)property.GetValue(measured)!,
                    (StepOperations)property.GetValue(shipped)!
                );
                Assert.True(
                    IsNear(now.Reads, then.Reads)
                        && IsNear(now.Writes, then.Writes)
                        && IsNear(now.Lists, then.Lists)
                        && IsNear(now.QueueCalls, then.QueueCalls),
                    $"{property.Name} asks storage for {now}, but the cost table counts on {then}. Run "
                        + "`dotnet run -c Release --project tests/FunctionsPipeline.Benchmarks -- operations --out src/FunctionsPipeline.Cli/Cost/operations.json`, "
                        + "then replace the table in infra/README.md by the output of `fp cost`."
                );
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Within a tenth, or two calls.</summary>
    private static bool IsNear(decimal now, decimal then) => Math.Abs(now - then) <= Math.Max(2, then / 10);
}
