using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.Reading.FrontMatter;

namespace FunctionsPipeline.Cli.Migrate.Posts;

/// <summary>Which of a post's old addresses can lead to its new one.</summary>
internal sealed class FormerAddresses(MigrationReport report)
{
    /// <summary>Hosts that many writers share, each below a path of their own: no domain can be moved from there.</summary>
    private static readonly string[] Shared =
    [
        "medium.com",
        "buttondown.com",
        "buttondown.email",
        "mailchi.mp",
        "us.campaign-archive.com",
    ];

    /// <returns>Paths without a slash at either end.</returns>
    public IReadOnlyList<string> Of(ExportedPost post, Slug slug)
    {
        var aliases = new List<string>();
        if (post.Address is { } address && post.Held != PostState.Draft)
        {
            if (Shared.Contains(address.Host, StringComparer.OrdinalIgnoreCase))
                report.Add(
                    address.Host,
                    null,
                    "Addresses there cannot lead here, because the host is not yours; link to the new ones from your profile."
                );
            else
                Add(
                    aliases,
                    address.AbsolutePath is "/" && address.Query.Length > 0
                        ? address.PathAndQuery
                        : address.AbsolutePath,
                    post,
                    slug
                );
        }
        foreach (var alias in post.Aliases)
            Add(
                aliases,
                Uri.TryCreate(alias, UriKind.Absolute, out var whole) && whole.Scheme is "http" or "https"
                    ? whole.AbsolutePath
                    : alias,
                post,
                slug
            );
        return aliases;
    }

    private void Add(List<string> aliases, string address, ExportedPost post, Slug slug)
    {
        var path = Uri.UnescapeDataString(address).Trim().Trim('/').ToLowerInvariant();
        if (path.EndsWith("/index.html", StringComparison.Ordinal))
            path = path[..^11];
        if (path.Length == 0 || path == slug.Value || aliases.Contains(path, StringComparer.Ordinal))
            return;
        if (!FormerPath.IsPlain(path))
            report.Add(
                post.Where,
                post.Line,
                $"The old address '{address}' cannot lead here: the site itself uses it, or it has signs other than a-z, digits, '-', '_' and '.'."
            );
        else if (aliases.Count == FrontMatterLimits.Values)
            report.Add(
                post.Where,
                post.Line,
                $"The old address '{address}' was left out: an article has at most {FrontMatterLimits.Values}."
            );
        else
            aliases.Add(path);
    }
}
