using System.CommandLine;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Access;

namespace FunctionsPipeline.Cli.Commands.Subscribers;

/// <summary>
/// <c>fp subscribers erase</c>: erases people who asked for it by other ways than their own link. Addresses are read and never given as
/// arguments, which shells and process lists keep; none is printed.
/// </summary>
internal static class EraseCommand
{
    public static Command Create()
    {
        var file = new Option<FileInfo?>("--file")
        {
            Description = "A file with one address a line; otherwise standard input is read.",
        };
        var sure = new Option<bool>("--yes")
        {
            Description = "Erase. Without it nothing is changed: it is only told how many would be.",
        };
        return new Command("erase", "Erases subscribers by address. What is erased cannot be brought back.")
        {
            file,
            sure,
        }
            .WithExample("fp subscribers erase --file asked.txt --yes")
            .OnPipeline(async run =>
            {
                var erasure = run.Service<Erasure>();
                var (found, wrong) = (0, 0);
                using var lines = await OpenAsync(run, run.Parsed.GetValue(file));
                for (var number = 1; await lines.ReadLineAsync(run.CancellationToken) is { } line; number++)
                {
                    if (string.IsNullOrWhiteSpace(line))
                        continue;
                    var problem = await EraseAsync(erasure, line, run.Parsed.GetValue(sure), run.CancellationToken);
                    if (problem is null)
                        found++;
                    else
                        await run.Output.ComplainAsync($"Line {number}: {problem}");
                    wrong += problem is null ? 0 : 1;
                }
                var erased = run.Parsed.GetValue(sure);
                await run.Output.JsonAsync(
                    new EraseDocument(erased ? found : 0, found, wrong),
                    CommandJson.Readable.EraseDocument
                );
                await run.Output.SayAsync(
                    erased
                        ? $"{found} erased, {Counted.Of(wrong, "line")} left. Storage keeps what it deletes for its retention time, and then no more."
                        : $"{found} would be erased, {Counted.Of(wrong, "line")} left. Nothing was changed: add --yes."
                );
                return wrong == 0 ? 0 : 1;
            });
    }

    /// <returns>What is wrong with the line, without repeating it; null if it is done.</returns>
    private static async Task<string?> EraseAsync(
        Erasure erasure,
        string line,
        bool sure,
        CancellationToken cancellationToken
    )
    {
        if (!EmailAddress.TryParse(line.Trim(), out var address))
            return "not an e-mail address.";
        var known = sure
            ? await erasure.EraseAsync(address, cancellationToken)
            : await erasure.FindAsync(address, cancellationToken) is not null;
        return known ? null : "nothing is held of this address.";
    }

    private static async Task<TextReader> OpenAsync(PipelineRun run, FileInfo? file)
    {
        if (file is not null)
            return file.OpenText();
        var input = CommandEnvironment.Of(run.Parsed).Input;
        if (ReferenceEquals(input, Console.In) && !Console.IsInputRedirected)
            await run.Output.ComplainAsync("One address a line; end with Ctrl+D.");
        return input;
    }
}

/// <summary>How many were erased.</summary>
/// <param name="Found">How many of the addresses are held.</param>
/// <param name="Left">Lines that are no address, or of which nothing is held.</param>
internal sealed record EraseDocument(int Erased, int Found, int Left);
