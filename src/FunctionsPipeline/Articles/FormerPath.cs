using System.Buffers;

namespace FunctionsPipeline.Articles;

/// <summary>A former address on the site, as aliases name it: a path without a slash at either end.</summary>
internal static class FormerPath
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>True for up to eight parts of small letters, digits, '-', '_' and '.', that begin at no address of the site's own.</summary>
    public static bool IsPlain(string path)
    {
        var parts = path.Split('/');
        return path.Length <= 300 && parts.Length <= 8 && !Slug.Reserved.Contains(parts[0])
            && parts.All(p => p.Length > 0 && p[0] != '.' && p[^1] != '.' && !p.AsSpan().ContainsAnyExcept(Plain));
    }
}
