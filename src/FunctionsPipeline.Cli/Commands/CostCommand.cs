using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using FunctionsPipeline.Cli.Cost;
using FunctionsPipeline.Cli.Terminal;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>fp cost</c>: what a month costs, as the Markdown that stands in <c>infra/README.md</c>.</summary>
internal static class CostCommand
{
    private static readonly long[] UsualSizes = [100, 10_000, 1_000_000];

    public static Command Create()
    {
        var subscribers = new Option<long[]>("--subscribers")
        {
            Description = "How many subscribers; several give several columns.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => UsualSizes,
            CustomParser = result => [.. result.Tokens.Select(token => WholeNumber(result, token, 1, 100_000_000))],
        };
        var issues = Whole("--issues", "Issues a month.", 4, max: 310);
        var articles = Whole("--articles", "Articles a month.", 8, max: 100_000);
        var memory = new Option<decimal>("--memory-gb")
        {
            Description = "Memory of a function instance.",
            DefaultValueFactory = _ => 2m,
        };
        memory.AcceptOnlyFromAmong("0.5", "2", "4");
        var retention = Whole(
            "--retention-days",
            "How long storage keeps deleted and overwritten blobs.",
            14,
            max: 365
        );
        var file = new Option<FileInfo?>("--operations")
        {
            Description = "Measured operations (JSON) instead of those that ship with the program.",
        };

        var command = new Command("cost", "What a month costs in Azure and at SendGrid, with the arithmetic.")
        {
            subscribers,
            issues,
            articles,
            memory,
            retention,
            file,
        };
        command.SetAction(
            (parsed, _) =>
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

                var sizes = parsed
                    .GetValue(subscribers)!
                    .Select(count => new Usage(count)
                    {
                        IssuesPerMonth = parsed.GetValue(issues),
                        ArticlesPerMonth = parsed.GetValue(articles),
                        InstanceGb = parsed.GetValue(memory),
                        SoftDeleteDays = parsed.GetValue(retention),
                    });
                output.Write(CostTable.Markdown([.. sizes], operations, Prices.Assumed));
                return Task.FromResult(0);
            }
        );
        return command.WithExample("fp cost --subscribers 10000");
    }

    private static MeasuredOperations Operations(FileInfo? file)
    {
        if (file is null)
            return MeasuredOperations.Shipped();
        using var stream = file.OpenRead();
        return MeasuredOperations.Read(stream);
    }

    private static Option<int> Whole(string name, string description, int usual, int max) =>
        new(name)
        {
            Description = description,
            DefaultValueFactory = _ => usual,
            CustomParser = result => (int)WholeNumber(result, result.Tokens[0], 0, max),
        };

    /// <summary>A validator comes too late: to ask it for the value of what is no number is an exception.</summary>
    private static long WholeNumber(ArgumentResult result, Token token, long min, long max)
    {
        if (
            long.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= min
            && value <= max
        )
            return value;
        result.AddError(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{((OptionResult)result.Parent!).Option.Name} must be a whole number from {min} to {max:N0}."
            )
        );
        return min;
    }
}
