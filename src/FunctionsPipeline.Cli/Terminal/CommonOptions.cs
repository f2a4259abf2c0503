using System.CommandLine;

namespace FunctionsPipeline.Cli.Terminal;

/// <summary>Options that every command has.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json { get; } =
        new("--json") { Description = "Print one JSON document instead of words.", Recursive = true };

    public static Option<string?> Connection { get; } =
        new("--connection")
        {
            Description =
                "The storage account's connection string; otherwise the environment's AzureWebJobsStorage. 'UseDevelopmentStorage=true' is Azurite.",
            Recursive = true,
        };
}
