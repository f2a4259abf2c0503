using System.CommandLine;
using System.Globalization;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Syndication;
using FunctionsPipeline.Syndication.Copies;

namespace FunctionsPipeline.Cli.Commands.Targets;

/// <summary><c>fp targets list</c>.</summary>
internal static class TargetsListCommand
{
    public static Command Create() =>
        new Command("list", "Lists the targets of site.yml with the last outcome of each.")
            .WithExample("fp targets list")
            .OnPipeline(async run =>
            {
                var states = await run.Service<TargetOverview>().ListAsync(run.CancellationToken);
                await run.Output.JsonAsync(
                    [
                        .. states.Select(s => new TargetDocument(
                            s.Name,
                            s.Type,
                            s.HasSecret,
                            s.Copies,
                            s.Last,
                            s.Article,
                            s.At,
                            s.Link,
                            s.Problem
                        )),
                    ],
                    CommandJson.Readable.TargetDocumentArray
                );
                if (states.Count == 0)
                    await run.Output.SayAsync("site.yml names no targets.");
                else
                    await run.Output.TableAsync(
                        ["target", "type", "copies", "last", "article", "when", "what"],
                        states.Select(s =>
                            (IReadOnlyList<string>)
                                [
                                    s.Name,
                                    s.Type,
                                    s.Copies.ToString("N0", CultureInfo.InvariantCulture),
                                    s.Last?.ToString().ToLowerInvariant() ?? "-",
                                    s.Article ?? "-",
                                    Times.Of(s.At),
                                    s.HasSecret
                                        ? s.Problem ?? s.Link ?? "-"
                                        : $"Targets__{s.Name}__Secret is not set on this machine",
                                ]
                        )
                    );
                return 0;
            });
}

/// <summary>A target and what became of the newest article there.</summary>
/// <param name="HasSecret">Whether this machine's settings hold its secret.</param>
internal sealed record TargetDocument(
    string Name,
    string Type,
    bool HasSecret,
    int Copies,
    CopyRecordState? Last,
    string? Article,
    DateTimeOffset? At,
    string? Link,
    string? Problem
);
