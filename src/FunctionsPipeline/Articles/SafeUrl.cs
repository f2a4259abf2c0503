using System.Buffers;

namespace FunctionsPipeline.Articles;

/// <summary>
/// Judges addresses that authors write: nothing but harmless schemes ever reaches a page or a mail. Judge an address in the
/// form in which it is written out: resolving can turn a harmless one into another.
/// </summary>
internal static class SafeUrl
{
    /// <summary>
    /// Characters. Longer ones are pictures or programs inside an address; servers and mail clients refuse them.
    /// </summary>
    public const int MaxLength = 2_048;

    /// <summary>
    /// Browsers drop these before they read the scheme (WHATWG URL, basic parser, steps 1 to 3): so does the judgement.
    /// </summary>
    private static readonly SearchValues<char> Dropped = SearchValues.Create([
        .. Enumerable.Range(0, 33).Select(c => (char)c),
        '\u007f',
        '\u00a0',
        '\u200b',
        '\u2028',
        '\u2029',
        '\ufeff',
    ]);

    private static readonly SearchValues<char> AfterScheme = SearchValues.Create("/\\?#");

    /// <summary>http, https, mailto, tel, or an address without a scheme. Backslashes count as slashes, as in browsers.</summary>
    /// <remarks>
    /// Nothing that names a user before the host: readers take it for the host (RFC 3986, 7.6), and Markdig writes
    /// other letters than ASCII in it as if they were one.
    /// </remarks>
    public static bool IsHarmless(string url) =>
        url.Length <= MaxLength
        && SchemeOf(url) switch
        {
            null => !HasUserInfo(url, isRelative: true),
            "http" or "https" => !HasUserInfo(url, isRelative: false),
            "mailto" or "tel" => true,
            _ => false,
        };

    public static bool IsWeb(string url) => SchemeOf(url) is "http" or "https";

    /// <summary>The address as it may be written into a page or a mail; empty if it may not.</summary>
    public static string Written(string? url) => url is not null && IsHarmless(url) ? url : "";

    /// <summary>A whole http or https address as it was written, without spaces around it; null for anything else.</summary>
    public static string? Web(string? url) =>
        url?.Trim() is { Length: > 0 and <= MaxLength } text
        && !text.AsSpan().ContainsAny(Dropped)
        && Uri.TryCreate(text, UriKind.Absolute, out var address)
        && IsWeb(address)
            ? text
            : null;

    /// <summary>What a path from the site's root, or relative to it, leads to; empty if that is not on the site.</summary>
    /// <param name="site">The site's address, ending in '/'.</param>
    public static string OnSite(Uri site, string path)
    {
        // "./" keeps what looks like a scheme a path: "/javascript:…" is one, and stays one.
        var relative = "./" + path.Trim().TrimStart('/', '\\');
        return Uri.TryCreate(site, relative, out var address) && IsWeb(address) && address.Authority == site.Authority
            ? Written(address.AbsoluteUri)
            : "";
    }

    /// <summary>The scheme in small letters; null for a relative address.</summary>
    public static string? SchemeOf(string url)
    {
        if (url.AsSpan().ContainsAny(Dropped))
            url = string.Concat(url.Where(c => !Dropped.Contains(c)));
        var colon = url.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return null;
        var before = url.AsSpan(0, colon);
        foreach (var scheme in (ReadOnlySpan<string>)["https", "http", "mailto", "tel"])
        {
            if (System.Text.Ascii.EqualsIgnoreCase(before, scheme))
                return scheme;
        }
        return before.ContainsAny(AfterScheme) ? null : before.ToString().ToLowerInvariant();
    }

    private static bool HasUserInfo(string url, bool isRelative)
    {
        if (!url.Contains('@'))
            return false;
        var rest = string.Concat(url.Where(c => !Dropped.Contains(c))).Replace('\\', '/').AsSpan();
        if (!isRelative)
            rest = rest[(rest.IndexOf(':') + 1)..];
        else if (!rest.StartsWith("//", StringComparison.Ordinal))
            return false;
        rest = rest.TrimStart('/');
        var end = rest.IndexOfAny('/', '?', '#');
        return (end < 0 ? rest : rest[..end]).Contains('@');
    }

    /// <summary>
    /// A picture's address from the catalog, absolute; null unless it is a web address. An older version of the app may
    /// have stored any.
    /// </summary>
    public static string? Picture(Uri site, string? image) =>
        image is not null && Uri.TryCreate(site, image, out var address) && IsWeb(address) ? address.AbsoluteUri : null;

    private static bool IsWeb(Uri address) =>
        address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps;
}
