using FunctionsPipeline.Cli.Migrate.Source;

namespace FunctionsPipeline.Cli.Migrate;

/// <summary>One reading of an export.</summary>
/// <param name="Site">The old site's address, ending in '/'; null if it is not known.</param>
/// <param name="Report">Receives what is not carried over.</param>
internal sealed record ExportReading(ExportSource Source, MigrationOptions Options, Uri? Site, MigrationReport Report)
{
    /// <summary>A path or an address of the old site as a whole address; null for what is none.</summary>
    public Uri? AddressOf(string? pathOrAddress)
    {
        if (string.IsNullOrWhiteSpace(pathOrAddress))
            return null;
        return
            Uri.TryCreate(Site ?? Posts.OldAddresses.UnknownSite, pathOrAddress.Trim(), out var address)
            && address.Scheme is "http" or "https"
            ? address
            : null;
    }
}
