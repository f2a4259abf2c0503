using FunctionsPipeline.Cli.Migrate.Source;

namespace FunctionsPipeline.Cli.Migrate.Subscribers;

/// <summary>A file of subscribers in an export.</summary>
/// <param name="Gone">
/// Why no person in this file wants mail, e.g. <c>left</c>, where the file itself says so; null where its columns do.
/// </param>
/// <param name="ExpressColumns">
/// Columns that hold something only where a person filled in a form or followed a link there.
/// </param>
internal sealed record SubscriberList(
    ExportFile File,
    string? Gone = null,
    IReadOnlyList<string>? ExpressColumns = null
);
