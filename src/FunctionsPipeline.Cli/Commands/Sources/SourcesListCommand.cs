using System.CommandLine;
using System.Globalization;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Sources;

namespace FunctionsPipeline.Cli.Commands.Sources;

/// <summary><c>fp sources list</c>.</summary>
internal static class SourcesListCommand
{
    public static Command Create() =>
        new Command("list", "Lists the sources of site.yml: their articles, the last read, and what is wrong.")
            .WithExample("fp sources list")
            .OnPipeline(async run =>
            {
                var sources = await run.Service<SourceOverview>().ListAsync(run.CancellationToken);
                await run.Output.JsonAsync(
                    [
                        .. sources.Select(s => new SourceDocument(
                            s.Id,
                            s.Name,
                            s.Address,
                            s.Articles,
                            s.Refused,
                            s.LastRead,
                            s.LastNew,
                            s.NextRead,
                            s.Trouble,
                            ProblemOf(s),
                            s.FailingSince
                        )),
                    ],
                    CommandJson.Readable.SourceDocumentArray
                );
                if (sources.Count == 0)
                    await run.Output.SayAsync("site.yml names no sources.");
                else
                    await run.Output.TableAsync(
                        ["source", "name", "articles", "last read", "last new", "next read", "trouble"],
                        sources.Select(s =>
                            (IReadOnlyList<string>)
                                [
                                    s.Id,
                                    s.Name,
                                    s.Articles.ToString("N0", CultureInfo.InvariantCulture),
                                    Times.Of(s.LastRead),
                                    Times.Of(s.LastNew),
                                    Times.Of(s.NextRead),
                                    ProblemOf(s) ?? "-",
                                ]
                        )
                    );
                return 0;
            });

    private static string? ProblemOf(SourceStatus source) =>
        source.Trouble is { } trouble && SourceText.Of(trouble, source.Status, "en") is var (problem, fix)
            ? $"{problem} {fix}"
            : null;
}

/// <summary>A source and how it does.</summary>
/// <param name="Address">Host and path of the feed.</param>
/// <param name="Refused">Entries that cannot be published as they are.</param>
internal sealed record SourceDocument(
    string Id,
    string Name,
    string Address,
    int Articles,
    int Refused,
    DateTimeOffset? LastRead,
    DateTimeOffset? LastNew,
    DateTimeOffset? NextRead,
    SourceTrouble? Trouble,
    string? Problem,
    DateTimeOffset? FailingSince
);
