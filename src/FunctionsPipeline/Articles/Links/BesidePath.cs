using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Articles.Links;

/// <summary>
/// Finds what an author means by a path: relative to the article's own folder, never outside the container.
/// </summary>
internal static class BesidePath
{
    /// <param name="source">The article's blob name.</param>
    /// <param name="url">A relative address as written, perhaps percent-encoded, perhaps with a query or fragment.</param>
    /// <returns>The blob's name, composed, or null if it leads out of the container or nowhere.</returns>
    public static string? Resolve(string source, string url)
    {
        var end = url.AsSpan().IndexOfAny('?', '#');
        var path = Uri.UnescapeDataString(end < 0 ? url : url[..end]).Replace('\\', '/').Trim();
        if (path.Length is 0 or > 1000)
            return null;
        var folders = new List<string>(source.Split('/')[..^1]);
        foreach (var part in path.Split('/'))
        {
            switch (part)
            {
                case "" or ".":
                    break;
                case "..":
                    if (folders.Count == 0)
                        return null;
                    folders.RemoveAt(folders.Count - 1);
                    break;
                default:
                    folders.Add(part);
                    break;
            }
        }
        var name = Composed.Of(string.Join('/', folders));
        return name.Length is 0 or > 1024 || name.Any(char.IsControl) ? null : name;
    }

    /// <summary>The fragment with its '#'; empty if there is none.</summary>
    public static string FragmentOf(string url) =>
        url.IndexOf('#', StringComparison.Ordinal) is >= 0 and var at ? url[at..] : "";
}
