namespace FunctionsPipeline.Cli.Migrate;

/// <summary>What the command line says of a service.</summary>
/// <param name="Description">What the subcommand does, in a sentence.</param>
/// <param name="Export">What its first argument is.</param>
/// <param name="Example">A whole line.</param>
internal sealed record ServiceHelp(string Description, string Export, string Example);
