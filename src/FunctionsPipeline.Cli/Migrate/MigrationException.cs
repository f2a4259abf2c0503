namespace FunctionsPipeline.Cli.Migrate;

/// <summary>
/// The export cannot be carried over as it is. The message is one sentence for people, which says what is wrong, where, and
/// what to do.
/// </summary>
internal sealed class MigrationException(string message, Exception? inner = null) : Exception(message, inner);
