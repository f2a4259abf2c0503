using FunctionsPipeline.Cli.Migrate.Posts;
using FunctionsPipeline.Cli.Migrate.Source;
using FunctionsPipeline.Cli.Migrate.Subscribers;

namespace FunctionsPipeline.Cli.Migrate;

/// <summary>Reads the exports of one service.</summary>
internal interface IExportReader
{
    /// <summary>The name on the command line: <c>ghost</c>.</summary>
    string Id { get; }

    /// <summary>As the service writes itself: <c>Ghost</c>.</summary>
    string Name { get; }

    /// <summary>A sentence that says which file to download, and where.</summary>
    string Hint { get; }

    ServiceHelp Help { get; }

    /// <summary>Whether this looks like an export of the service, by its names and the beginnings of its files.</summary>
    Task<bool> RecognisesAsync(ExportSource source, CancellationToken cancellationToken);

    /// <summary>The address of the old site, ending in '/'; null if the export does not say it.</summary>
    Task<Uri?> SiteAsync(ExportSource source, CancellationToken cancellationToken);

    /// <summary>
    /// Every post and page, one after the other. Is called twice: to judge the export and learn its addresses, and to carry
    /// it over.
    /// </summary>
    /// <exception cref="MigrationException">The export is broken.</exception>
    IAsyncEnumerable<ExportedPost> PostsAsync(ExportReading reading, CancellationToken cancellationToken);

    /// <summary>The files of subscribers.</summary>
    IReadOnlyList<SubscriberList> Subscribers(ExportSource source);

    /// <summary>
    /// Whether a file was read, or only made the old site's look. All others but pictures are named in the report.
    /// </summary>
    Task<bool> IsKnownAsync(ExportFile file, CancellationToken cancellationToken);
}
