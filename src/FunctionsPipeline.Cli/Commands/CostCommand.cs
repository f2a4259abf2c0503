using System.CommandLine;
using System.Text.Json;
using FunctionsPipeline.Cli.Cost;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>fp cost</c>: what a month costs, as the Markdown that stands in <c>infra/README.md</c>.</summary>
public static class CostCommand
{
    private static readonly long[] UsualSizes = [100, 10_000, 1_000_000];

    public static Command Create()
    {
        var subscribers = new Option<long[]>("--subscribers")
        {
            Description = "How many subscribers; several give several columns.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => UsualSizes,
        };
        subscribers.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long[]>() is { } sizes && sizes.Any(size => size is < 1 or > 100_000_000))
                result.AddError("--subscribers must lie between 1 and 100,000,000.");
        });
        var issues = Whole("--issues", "Issues a month.", 4, max: 310);
        var articles = Whole("--articles", "Articles a month.", 8, max: 100_000);
        var memory = new Option<decimal>("--memory-gb") { Description = "Memory of a function instance.", DefaultValueFactory = _ => 2m };
        memory.AcceptOnlyFromAmong("0.5", "2", "4");
        var retention = Whole("--retention-days", "How long storage keeps deleted and overwritten blobs.", 14, max: 365);
        var file = new Option<FileInfo?>("--operations") { Description = "Measured operations (JSON) instead of those that ship with the program." };

        var command = new Command("cost", "What a month costs in Azure and at SendGrid, with the arithmetic.")
        {
            subscribers, issues, articles, memory, retention, file,
        };
        command.SetAction((parsed, _) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            MeasuredOperations operations;
            try
            {
                operations = Operations(parsed.GetValue(file));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
            {
                parsed.InvocationConfiguration.Error.WriteLine($"Cannot read --operations: {error.Message}");
                return Task.FromResult(1);
            }

            var sizes = parsed.GetValue(subscribers)!.Select(count => new Usage(count)
            {
                IssuesPerMonth = parsed.GetValue(issues),
                ArticlesPerMonth = parsed.GetValue(articles),
                InstanceGb = parsed.GetValue(memory),
                SoftDeleteDays = parsed.GetValue(retention),
            });
            output.Write(CostTable.Markdown([.. sizes], operations, Prices.Assumed));
            return Task.FromResult(0);
        });
        return command;
    }

    private static MeasuredOperations Operations(FileInfo? file)
    {
        if (file is null)
            return MeasuredOperations.Shipped();
        using var stream = file.OpenRead();
        return MeasuredOperations.Read(stream);
    }

    private static Option<int> Whole(string name, string description, int usual, int max)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            var value = result.GetValueOrDefault<int>();
            if (value < 0 || value > max)
                result.AddError($"{name} must lie between 0 and {max}.");
        });
        return option;
    }
}
