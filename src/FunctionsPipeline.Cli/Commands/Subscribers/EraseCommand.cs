using System.CommandLine;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Access;
using Microsoft.Extensions.DependencyInjection;

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
        var command = new Command("erase", "Erases subscribers by address. What is erased cannot be brought back.")
        {
            file,
            sure,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
                return PipelineAccess.RunAsync(
                    parsed,
                    async services =>
                    {
                        var erasure = services.GetRequiredService<Erasure>();
                        var (found, wrong) = (0, 0);
                        using var lines = Open(parsed.GetValue(file), error);
                        for (var number = 1; await lines.ReadLineAsync(cancellationToken) is { } line; number++)
                        {
                            if (string.IsNullOrWhiteSpace(line))
                                continue;
                            var problem = await EraseAsync(erasure, line, parsed.GetValue(sure), cancellationToken);
                            if (problem is null)
                                found++;
                            else
                                await error.WriteLineAsync($"Line {number}: {problem}");
                            wrong += problem is null ? 0 : 1;
                        }
                        await output.WriteLineAsync(
                            parsed.GetValue(sure)
                                ? $"{found} erased, {Counted.Of(wrong, "line")} left. Storage keeps what it deletes for its retention time, and then no more."
                                : $"{found} would be erased, {Counted.Of(wrong, "line")} left. Nothing was changed: add --yes."
                        );
                        return wrong == 0 ? 0 : 1;
                    },
                    cancellationToken
                );
            }
        );
        return command.WithExample("fp subscribers erase --file asked.txt --yes");
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

    private static TextReader Open(FileInfo? file, TextWriter error)
    {
        if (file is not null)
            return file.OpenText();
        if (!Console.IsInputRedirected)
            error.WriteLine("One address a line; end with Ctrl+D.");
        return Console.In;
    }
}
