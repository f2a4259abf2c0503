using System.CommandLine;

namespace FunctionsPipeline.Cli.Commands.Sources;

/// <summary><c>fp sources</c>: the feeds whose entries become articles.</summary>
internal static class SourcesCommand
{
    public static Command Create() =>
        new("sources", "The feeds whose entries become articles: when each was read, what troubles it, a read by hand.")
        {
            SourcesListCommand.Create(),
            SourcesReadCommand.Create(),
        };
}
