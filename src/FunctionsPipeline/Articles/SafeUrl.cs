using System.Buffers;

namespace FunctionsPipeline.Articles;

/// <summary>Judges addresses that authors write: nothing but harmless schemes ever reaches a page or a mail.</summary>
internal static class SafeUrl
{
    /// <summary>Browsers drop these before they read the scheme (WHATWG URL, basic parser, steps 1 to 3): so does the judgement.</summary>
    private static readonly SearchValues<char> Dropped = SearchValues.Create([.. Enumerable.Range(0, 33).Select(c => (char)c), '\u007f', '\u00a0', '\u200b', '\u2028', '\u2029', '\ufeff']);

    private static readonly SearchValues<char> AfterScheme = SearchValues.Create("/?#");

    /// <summary>http, https, mailto, tel, or an address without a scheme. Backslashes count as slashes, as in browsers.</summary>
    public static bool IsHarmless(string url) => SchemeOf(url) is null or "http" or "https" or "mailto" or "tel";

    public static bool IsWeb(string url) => SchemeOf(url) is "http" or "https";

    /// <summary>The scheme in small letters; null for a relative address.</summary>
    public static string? SchemeOf(string url)
    {
        if (url.AsSpan().ContainsAny(Dropped))
            url = string.Concat(url.Where(c => !Dropped.Contains(c)));
        var colon = url.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return null;
        var before = url.AsSpan(0, colon);
        return before.ContainsAny(AfterScheme) ? null : before.ToString().ToLowerInvariant();
    }
}
