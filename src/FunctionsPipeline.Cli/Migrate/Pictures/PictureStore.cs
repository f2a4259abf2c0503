using FunctionsPipeline.Articles.FromHtml;
using FunctionsPipeline.Cli.Migrate.Output;
using FunctionsPipeline.Cli.Migrate.Posts;
using FunctionsPipeline.Cli.Migrate.Source;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Cli.Migrate.Pictures;

/// <summary>
/// Brings the pictures that articles show to where the articles are: from the export, from inside the text, or, if that was
/// asked for, from the web. Each is written once.
/// </summary>
internal sealed class PictureStore(ExportReading reading, OutputFolder output, PictureDownload? download)
{
    private const string Articles = "articles/";

    private readonly PictureFinder _finder = new(reading.Source);
    private readonly PictureNames _names = new();

    /// <summary>Address or path to where it is; null for one that stays where it was.</summary>
    private readonly Dictionary<string, string?> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Pictures of the export that no article shows.</summary>
    public IEnumerable<ExportFile> Unused =>
        reading.Source.Files.Where(f => PictureFormats.IsMedia(f.Path) && !_used.Contains(f.Path));

    /// <param name="isPicture">False for films, sounds and links, which are taken from the export only.</param>
    /// <returns>
    /// Where the picture is, seen from the articles; null if it stays at its address on the web.
    /// </returns>
    public async Task<string?> BringAsync(
        ExportedPost post,
        string address,
        bool isPicture,
        CancellationToken cancellationToken
    )
    {
        if (address.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
            return await FromTextAsync(post, address, cancellationToken);
        if (_finder.Find(address, post.Body.Folder) is { } file)
            return await FromExportAsync(file, cancellationToken);
        if (!isPicture || WebAddress(post, address) is not { } web)
            return null;
        if (_known.TryGetValue(web.AbsoluteUri, out var known))
            return known;
        return _known[web.AbsoluteUri] = await FromWebAsync(post, web, cancellationToken);
    }

    private async Task<string> FromExportAsync(ExportFile file, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(file.Path, out var known))
            return known!;
        var name = _names.Of(file.Path, file.Extension);
        await output.WriteAsync(
            Articles + name,
            async target =>
            {
                await using var content = file.Open();
                await content.CopyToAsync(target, cancellationToken);
            },
            cancellationToken
        );
        _used.Add(file.Path);
        reading.Report.Pictures++;
        _known[file.Path] = name;
        return name;
    }

    private async Task<string?> FromTextAsync(ExportedPost post, string address, CancellationToken cancellationToken)
    {
        var comma = address.IndexOf(',');
        var head = comma < 0 ? "" : address[5..comma];
        if (
            !head.EndsWith(";base64", StringComparison.OrdinalIgnoreCase)
            || PictureFormats.ExtensionOf(head) is not { } extension
        )
            return null;
        byte[] content;
        try
        {
            content = Convert.FromBase64String(Uri.UnescapeDataString(address[(comma + 1)..]));
        }
        catch (FormatException)
        {
            reading.Report.Add(post.Where, post.Line, "A picture inside the text is damaged; it was left out.");
            return null;
        }
        var name = $"{PictureNames.Folder}/inside/{Sha256Hex.Of(content, 8)}{extension}";
        if (!_known.TryAdd(name, name))
            return name;
        await output.WriteAsync(Articles + name, content, cancellationToken);
        reading.Report.Pictures++;
        return name;
    }

    private async Task<string?> FromWebAsync(ExportedPost post, Uri address, CancellationToken cancellationToken)
    {
        if (download is null)
        {
            reading.Report.Add(
                post.Where,
                post.Line,
                $"The picture {address.AbsoluteUri} is not in the export and {(reading.Options.FetchPictures ? "will be downloaded" : "stays linked; --fetch-pictures downloads it")}."
            );
            return null;
        }
        if (await output.FetchedAsync(address.AbsoluteUri, cancellationToken) is { } fetched)
        {
            reading.Report.Pictures++;
            return fetched[Articles.Length..];
        }
        var (content, extension, problem) = await download.GetAsync(address, cancellationToken);
        if (content is null)
        {
            reading.Report.Add(
                post.Where,
                post.Line,
                $"The picture {address.AbsoluteUri} could not be downloaded, because {problem}; it stays linked."
            );
            return null;
        }
        var name = _names.Of(address.Host + Uri.UnescapeDataString(address.AbsolutePath), extension);
        await output.WriteAsync(Articles + name, content, cancellationToken);
        output.NoteFetched(address.AbsoluteUri, Articles + name);
        reading.Report.Pictures++;
        return name;
    }

    private Uri? WebAddress(ExportedPost post, string address)
    {
        if (address.StartsWith("//", StringComparison.Ordinal))
            address = "https:" + address;
        return
            Uri.TryCreate(post.Address ?? reading.Site ?? OldAddresses.UnknownSite, address, out var web)
            && web.Scheme is "http" or "https"
            && web.Host != OldAddresses.UnknownSite.Host
            ? web
            : null;
    }
}
