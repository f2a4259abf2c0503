using System.Globalization;
using System.IO.Compression;

namespace FunctionsPipeline.Cli.Migrate.Source;

/// <summary>
/// Judges a ZIP by its directory, before any of it is unpacked: an export of a service never leads out of its folder and is
/// no bomb.
/// </summary>
internal sealed class ZipCheck(string archive)
{
    private const int MostEntries = 500_000;
    private const long MostEntry = 4L * 1024 * 1024 * 1024;
    private const long MostTotal = 64L * 1024 * 1024 * 1024;

    /// <summary>Times the packed size. Text packs to a fiftieth at most; a bomb to a thousandth.</summary>
    private const int MostRatio = 200;

    /// <summary>Smaller files may pack as well as they like.</summary>
    private const long SmallEntry = 4 * 1024 * 1024;

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private int _entries;
    private long _total;

    /// <returns>The entry's path; null for a folder or what an operating system leaves behind.</returns>
    /// <exception cref="MigrationException">The entry is not one of an export.</exception>
    public string? PathOf(ZipArchiveEntry entry)
    {
        var name = entry.FullName.Replace('\\', '/');
        if (++_entries > MostEntries)
            throw Refused($"more than {MostEntries:N0} files");
        if (name.Any(char.IsControl))
            throw Refused("a name with control characters");
        if (name.StartsWith('/') || (name.Length > 1 && name[1] == ':'))
            throw Refused($"the absolute name '{name}'");
        if (name.Split('/').Contains("..", StringComparer.Ordinal))
            throw Refused($"the name '{name}', which leads out of the folder");
        // The upper half holds Unix' mode, of which four bits are the kind.
        if (((entry.ExternalAttributes >> 16) & 0xF000) == 0xA000)
            throw Refused($"the link '{name}'");
        if (
            name.EndsWith('/')
            || name.StartsWith("__MACOSX/", StringComparison.Ordinal)
            || name.EndsWith("/.DS_Store", StringComparison.Ordinal)
        )
            return null;
        if (entry.Length > MostEntry || (_total += entry.Length) > MostTotal)
            throw Refused("files that are too large when they are unpacked");
        if (entry.Length > SmallEntry && entry.Length / Math.Max(1, entry.CompressedLength) > MostRatio)
            throw Refused($"'{name}', which is {MostRatio} times larger when it is unpacked");
        if (!_seen.Add(name))
            throw Refused($"'{name}' twice");
        return name;
    }

    private MigrationException Refused(FormattableString what) => Refused(what.ToString(CultureInfo.InvariantCulture));

    private MigrationException Refused(string what) =>
        new(
            $"'{archive}' holds {what}, which no export does; nothing was read. Download it again from the service itself."
        );
}
