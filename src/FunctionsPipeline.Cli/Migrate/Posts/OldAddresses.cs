namespace FunctionsPipeline.Cli.Migrate.Posts;

/// <summary>
/// Which article an old address leads to. Addresses are compared by host (without <c>www.</c>) and path, without regard to
/// scheme, case, and a slash or <c>index.html</c> at their end.
/// </summary>
internal sealed class OldAddresses
{
    /// <summary>Stands for the old site where the export does not say its address.</summary>
    public static readonly Uri UnknownSite = new("https://old-site.invalid/");

    /// <summary>Host of addresses that stand for a file of the export.</summary>
    private const string FileHost = "file-of-export.invalid";

    private readonly Dictionary<string, string> _articles = new(StringComparer.Ordinal);

    /// <summary>An address for a file of the export, by which other files link to it.</summary>
    /// <param name="path">With '/', perhaps with a fragment.</param>
    public static string OfFile(string path) => $"https://{FileHost}/{path.TrimStart('/')}";

    public static bool IsFile(Uri address) => address.Host == FileHost;

    /// <param name="file">The article's file name.</param>
    public void Add(Uri address, string file)
    {
        if (KeyOf(address) is { } key)
            _articles.TryAdd(key, file);
    }

    /// <param name="address">With its fragment, which is ignored.</param>
    public string? Find(Uri address) => KeyOf(address) is { } key ? _articles.GetValueOrDefault(key) : null;

    private static string? KeyOf(Uri address)
    {
        var host = address.Host.StartsWith("www.", StringComparison.OrdinalIgnoreCase)
            ? address.Host[4..]
            : address.Host;
        var path = Uri.UnescapeDataString(address.AbsolutePath).Trim('/').ToLowerInvariant();
        if (path.EndsWith("/index.html", StringComparison.Ordinal))
            path = path[..^11];
        // WordPress names posts by number where they have no address of their own.
        var query = PostNumber(address.Query);
        return path.Length == 0 && query is null ? null : $"{host.ToLowerInvariant()}/{path}{query}";
    }

    private static string? PostNumber(string query)
    {
        foreach (var part in query.TrimStart('?').Split('&'))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at > 0 && part[..at] is "p" or "page_id" or "attachment_id" && part[(at + 1)..].All(char.IsAsciiDigit))
                return "?" + part[(at + 1)..];
        }
        return null;
    }
}
