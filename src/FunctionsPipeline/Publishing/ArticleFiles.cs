using System.Collections.Frozen;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.Images;
using FunctionsPipeline.Articles.Images.Drawings;
using FunctionsPipeline.Articles.Links;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Pictures;
using FunctionsPipeline.Publishing.Pictures;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Publishing;

/// <summary>
/// Publishes what an article shows from beside itself: pictures, sounds, films. A file's address changes with its content,
/// so that browsers may keep it for good.
/// </summary>
internal sealed class ArticleFiles(IBlobStore store, MissingFileWatch missingFiles)
{
    internal const string KeptForGood = "public, max-age=31536000, immutable";

    /// <param name="known">
    /// What an earlier version of the article published: a file that has not changed is not copied again.
    /// </param>
    /// <param name="findings">Receives what is published and yet may be fixed.</param>
    public async Task<PublishedFiles> PublishAsync(
        string article,
        Slug slug,
        IReadOnlyCollection<string> files,
        IReadOnlyList<CatalogFile> known,
        List<Finding> findings,
        CancellationToken cancellationToken
    )
    {
        if (files.Count == 0)
            return PublishedFiles.None;
        var names = NamesOf(files);
        var published = await Task.WhenAll(
            files.Select(f =>
                PublishAsync(
                    article,
                    slug,
                    f,
                    names[f],
                    known.FirstOrDefault(k => k.Source == f && k.Name == names[f]),
                    cancellationToken
                )
            )
        );
        findings.AddRange(published.Where(p => IsShown(p.File)).Select(p => p.Finding).OfType<Finding>());
        return new PublishedFiles(
            [.. published.Select(p => p.File).OfType<CatalogFile>()],
            files
                .Zip(published)
                .Where(p => !IsShown(p.Second.File) && p.Second.Finding is not null)
                .ToDictionary(p => p.First, p => p.Second.Finding!, StringComparer.Ordinal)
        );
    }

    private static bool IsShown(CatalogFile? file) => file is not null and not { Forms.Fault: not null };

    /// <returns>What was published, and what staff should know of it; neither of what is not there.</returns>
    private async Task<(CatalogFile? File, Finding? Finding)> PublishAsync(
        string article,
        Slug slug,
        string file,
        string name,
        CatalogFile? known,
        CancellationToken cancellationToken
    )
    {
        await using var source = await OpenAsync(file, cancellationToken);
        if (source is null)
        {
            await missingFiles.WaitAsync(article, file, cancellationToken);
            return default;
        }
        var mediaType = MediaTypeOf(name);
        var large =
            mediaType is not null || source.Length <= ImageInspector.LargeBytes
                ? null
                : PictureFindings.ManyBytes(file, source.Length);
        // A drawing is made again each time: by the rules of today, and with what is to be said of it.
        if (known?.SourceETag == source.ETag && !PictureAddresses.IsDrawing(name))
            return (known, known.Forms?.Fault is { } fault ? PictureFindings.Of(fault, file) : large);
        await missingFiles.ShownAsync(article, file, source.ETag, cancellationToken);
        var target = new BlobPath(Containers.Web, $"{slug}/{name}");
        if (mediaType is not null)
        {
            await store.WriteAsync(
                target,
                source.Content,
                new BlobHeaders(mediaType, KeptForGood),
                WriteCondition.Always,
                cancellationToken
            );
            return (new CatalogFile(file, source.ETag, name), null);
        }
        if (source.Length > PictureFindings.MaxBytes)
            return (null, PictureFindings.TooManyBytes(file));
        using var picture = new MemoryStream((int)source.Length);
        await source.Content.CopyToAsync(picture, cancellationToken);
        picture.Position = 0;
        if (await ImageInspector.InspectAsync(picture, cancellationToken) is not { } info)
            return (null, PictureFindings.NoPicture(file));
        if (PictureFindings.Of(info, file) is { } unfit)
            return (null, unfit);
        if (info.Format == ImageFormat.Svg)
        {
            var drawing = PlainDrawing.Rebuild(
                picture.GetBuffer().AsMemory(0, (int)picture.Length),
                file,
                TimeProvider.System
            );
            if (drawing.IsRefused)
                return (null, drawing.Finding);
            await WriteAsync(target, drawing.Svg, info, cancellationToken);
            return (new CatalogFile(file, source.ETag, name, info.Width, info.Height), drawing.Finding ?? large);
        }
        ReadOnlyMemory<byte> clean;
        try
        {
            clean = await CleanPicture.OfAsync(picture, info.Format, cancellationToken);
        }
        catch (InvalidDataException)
        {
            return (null, PictureFindings.Of(PictureFault.Damaged, file));
        }
        var hash = Sha256Hex.Of(clean.Span);
        var published = new CatalogFile(file, source.ETag, name, info.Width, info.Height)
        {
            ContentHash = hash,
            // The same picture, stored again: its forms are there.
            Forms = known?.ContentHash == hash ? known.Forms : null,
        };
        if (published.Forms?.Fault is { } still)
            return (published, PictureFindings.Of(still, file));
        await WriteAsync(target, clean, info, cancellationToken);
        return (published, large);
    }

    private async Task<BlobReadStream?> OpenAsync(string file, CancellationToken cancellationToken)
    {
        if (await store.OpenReadAsync(new BlobPath(Containers.Articles, file), cancellationToken) is { } source)
            return source;
        return Composed.Apart(file) is var apart && apart != file
            ? await store.OpenReadAsync(new BlobPath(Containers.Articles, apart), cancellationToken)
            : null;
    }

    private async Task WriteAsync(
        BlobPath path,
        ReadOnlyMemory<byte> content,
        ImageInfo info,
        CancellationToken cancellationToken
    ) =>
        await store.WriteAsync(
            path,
            content,
            new BlobHeaders(info.ContentType, KeptForGood),
            WriteCondition.Always,
            cancellationToken
        );

    /// <summary>Names for the page's folder: the file's own, made harmless; a hash where two would be one.</summary>
    private static Dictionary<string, string> NamesOf(IReadOnlyCollection<string> files)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            var stem = SlugWriter.From(ArticleName.StemOf(file)).Value;
            var extension = ArticleName.ExtensionOf(file[(file.LastIndexOf('/') + 1)..]).ToLowerInvariant();
            var name = stem + extension;
            names[file] = names.ContainsValue(name) ? $"{stem}-{Short(file)}{extension}" : name;
        }
        return names;
    }

    private static string? MediaTypeOf(string name) =>
        ArticleName.ExtensionOf(name) switch
        {
            ".mp4" => "video/mp4",
            ".webm" => "video/webm",
            ".mp3" => "audio/mpeg",
            ".m4a" => "audio/mp4",
            ".ogg" => "audio/ogg",
            _ => null,
        };

    private static string Short(string text) => Sha256Hex.Of(text, 4);
}

/// <param name="Files">
/// For the catalog: what is published, and pictures that turned out to have a fault. What is not there or must not be
/// published is missing.
/// </param>
/// <param name="Unfit">By blob name: why it is not shown although it is there.</param>
internal sealed record PublishedFiles(IReadOnlyList<CatalogFile> Files, IReadOnlyDictionary<string, Finding> Unfit)
{
    public static PublishedFiles None { get; } = new([], FrozenDictionary<string, Finding>.Empty);

    /// <returns>By blob name: what is shown, as pages and mails have it.</returns>
    public IReadOnlyDictionary<string, PublishedImage> ImagesOf(Slug slug, Uri site) =>
        Files
            .Where(f => !Unfit.ContainsKey(f.Source))
            .ToDictionary(f => f.Source, f => PictureAddresses.Of(f, slug, site), StringComparer.Ordinal);
}
