using FunctionsPipeline.Articles.FromHtml;

namespace FunctionsPipeline.Cli.Migrate.Posts;

/// <summary>
/// Converts one article: leads links to the articles of the same export, and pictures to where they lie now.
/// </summary>
/// <param name="media">Address of a picture, sound or film as the post has it, to where it is now.</param>
internal sealed class ArticleConversion(
    ExportedPost post,
    ExportReading reading,
    OldAddresses addresses,
    IReadOnlyDictionary<string, string> media
) : IConversion
{
    public string? LinkTo(string address)
    {
        address = address.Trim();
        if (address.Length == 0)
            return null;
        if (address[0] == '#')
            return address;
        if (
            address.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)
            || address.StartsWith("tel:", StringComparison.OrdinalIgnoreCase)
        )
            return address;
        if (media.TryGetValue(address, out var moved))
            return moved;
        if (Resolve(address) is not { } target)
        {
            NotCarried(
                $"The link to '{Short(address)}' leads nowhere that an article may lead; its words stayed.",
                null
            );
            return null;
        }
        if ((addresses.Find(target) ?? Beside(address)) is { } file)
            return file + target.Fragment;
        if (OldAddresses.IsFile(target))
        {
            NotCarried(
                $"The link to '{Short(target.AbsolutePath)}' leads to no file of the export; its words stayed.",
                null
            );
            return null;
        }
        return target.Host == OldAddresses.UnknownSite.Host ? Unknown(address, target) : WholeOf(address, target);
    }

    public string? MediaAt(string address)
    {
        address = address.Trim();
        if (media.TryGetValue(address, out var moved))
            return moved;
        if (address.StartsWith("data:", StringComparison.OrdinalIgnoreCase) || Resolve(address) is not { } target)
            return null;
        if (target.Host != OldAddresses.UnknownSite.Host)
            return WholeOf(address, target);
        NotCarried(
            $"The picture '{Short(address)}' is not in the export, and it is not known where the old site has it: say so with --url.",
            null
        );
        return target.PathAndQuery;
    }

    public void NotCarried(string what, int? line)
    {
        // Lines mean something only where the post is a file of its own, or its place in a larger one is known.
        var at = line is { } inside && post.Body.FirstLine is { } first ? first + inside - 1 : post.Line;
        reading.Report.Add(post.Where, at, what);
    }

    /// <summary>The article of a file that the post names by its place beside it.</summary>
    private string? Beside(string address)
    {
        if (
            post.Body.Folder is not { } folder
            || address[0] == '/'
            || address.Contains("://", StringComparison.Ordinal)
        )
            return null;
        return Uri.TryCreate(new Uri(OldAddresses.OfFile(folder + "/")), address, out var file)
            ? addresses.Find(file)
            : null;
    }

    private Uri? Resolve(string address)
    {
        if (address.StartsWith("//", StringComparison.Ordinal))
            address = "https:" + address;
        var from = post.Address ?? reading.Site ?? OldAddresses.UnknownSite;
        return
            Uri.TryCreate(from, address, out var target)
            && target.Scheme is "http" or "https"
            && target.UserInfo.Length == 0
            ? target
            : null;
    }

    private string Unknown(string address, Uri target)
    {
        NotCarried(
            $"The link to '{Short(address)}' leads to a page of the old site that is not in the export; it leads to the same path here.",
            null
        );
        return target.PathAndQuery + target.Fragment;
    }

    /// <summary>As it was written, if it was whole: another spelling would be a change without a reason.</summary>
    private static string WholeOf(string address, Uri target) =>
        address.Contains("://", StringComparison.Ordinal) ? address : target.AbsoluteUri;

    private static string Short(string text) => text.Length <= 80 ? text : text[..77] + "…";
}
