using System.Collections.Frozen;
using System.Globalization;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.Images;
using FunctionsPipeline.Articles.Images.Drawings;
using FunctionsPipeline.Articles.Links;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Publishing;

/// <summary>
/// Publishes what an article shows from beside itself: pictures, sounds, films. A file's address changes with its content,
/// so that browsers may keep it for good.
/// </summary>
internal sealed class ArticleFiles(IBlobStore store, MissingFileWatch missingFiles)
{
    /// <summary>Pictures are read into memory to be looked at; films and sounds are not.</summary>
    private const long MaxPictureBytes = 20 * 1024 * 1024;

    /// <summary>
    /// A part of a drawing's address: browsers keep what they have for good, also a drawing made by older rules.
    /// </summary>
    private const string DrawingRules = "-2";

    private const string KeptForGood = "public, max-age=31536000, immutable";

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
        findings.AddRange(published.Where(p => p.File is not null).Select(p => p.Finding).OfType<Finding>());
        return new PublishedFiles(
            published.Select(p => p.File).OfType<CatalogFile>().ToDictionary(f => f.Source, StringComparer.Ordinal),
            files
                .Zip(published)
                .Where(p => p.Second is { File: null, Finding: not null })
                .ToDictionary(p => p.First, p => p.Second.Finding!, StringComparer.Ordinal)
        );
    }

    public static PublishedImage AddressOf(CatalogFile file, Slug slug, Uri site) =>
        new(
            new Uri(
                site,
                $"{slug}/{Uri.EscapeDataString(file.Name)}?v={Short(file.SourceETag)}{(IsDrawing(file.Name) ? DrawingRules : "")}"
            ).AbsoluteUri,
            file.Width,
            file.Height
        );

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
        await using var source =
            await store.OpenReadAsync(new BlobPath(Containers.Articles, file), cancellationToken)
            ?? (
                Composed.Apart(file) is var apart && apart != file
                    ? await store.OpenReadAsync(new BlobPath(Containers.Articles, apart), cancellationToken)
                    : null
            );
        if (source is null)
        {
            await missingFiles.WaitAsync(article, file, cancellationToken);
            return default;
        }
        var mediaType = MediaTypeOf(name);
        var large =
            mediaType is not null || source.Length <= ImageInspector.LargeBytes
                ? null
                : new Finding(
                    "huge-image",
                    Severity.Warning,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The picture '{file}' has {source.Length / 1024:N0} KB and is slow on a phone."
                    ),
                    "Make it smaller: 1,600 pixels in width and JPEG or WebP are enough for any screen."
                );
        // A drawing is made again each time: by the rules of today, and with what is to be said of it.
        if (known?.SourceETag == source.ETag && !IsDrawing(name))
            return (known, large);
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
        if (source.Length > MaxPictureBytes)
            return (
                null,
                new Finding(
                    "huge-image",
                    Severity.Warning,
                    $"The picture '{file}' has more than 20 MB and is not shown.",
                    "Make it smaller: 1,600 pixels in width are enough for any screen."
                )
            );
        using var picture = new MemoryStream((int)source.Length);
        await source.Content.CopyToAsync(picture, cancellationToken);
        picture.Position = 0;
        var info = await ImageInspector.InspectAsync(picture, cancellationToken);
        if (info is null)
            return (
                null,
                new Finding(
                    "broken-image",
                    Severity.Warning,
                    $"'{file}' is not a picture that browsers show; its description is shown instead.",
                    "Save it again as PNG, JPEG, GIF, WebP or SVG (an SVG needs a width and height or a viewBox)."
                )
            );
        if (info.Format == ImageFormat.Svg)
        {
            var drawing = PlainDrawing.Rebuild(
                picture.GetBuffer().AsMemory(0, (int)picture.Length),
                file,
                TimeProvider.System
            );
            if (drawing.IsRefused)
                return (null, drawing.Finding);
            await store.WriteAsync(
                target,
                drawing.Svg,
                new BlobHeaders(info.ContentType, KeptForGood),
                WriteCondition.Always,
                cancellationToken
            );
            return (new CatalogFile(file, source.ETag, name, info.Width, info.Height), drawing.Finding ?? large);
        }
        ReadOnlyMemory<byte> clean;
        try
        {
            clean = await CleanAsync(picture, info, cancellationToken);
        }
        catch (InvalidDataException)
        {
            return (
                null,
                new Finding(
                    "broken-image",
                    Severity.Warning,
                    $"The picture '{file}' is damaged, perhaps cut short on its way here; its description is shown instead.",
                    "Upload it again, or save it again."
                )
            );
        }
        await store.WriteAsync(
            target,
            clean,
            new BlobHeaders(info.ContentType, KeptForGood),
            WriteCondition.Always,
            cancellationToken
        );
        return (new CatalogFile(file, source.ETag, name, info.Width, info.Height), large);
    }

    private static bool IsDrawing(string name) => name.EndsWith(".svg", StringComparison.OrdinalIgnoreCase);

    /// <summary>What may be public of a picture: a photograph without where, when and with what it was taken.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    private static async Task<ReadOnlyMemory<byte>> CleanAsync(
        MemoryStream picture,
        ImageInfo info,
        CancellationToken cancellationToken
    )
    {
        var bytes = picture.GetBuffer().AsMemory(0, (int)picture.Length);
        switch (info.Format)
        {
            case ImageFormat.Jpeg:
                var clean = new MemoryStream(bytes.Length);
                picture.Position = 0;
                await JpegMetadata.StripAsync(picture, clean, cancellationToken);
                return clean.GetBuffer().AsMemory(0, (int)clean.Length);
            case ImageFormat.Png:
                return ChunkMetadata.StripPng(bytes.Span);
            case ImageFormat.WebP:
                return ChunkMetadata.StripWebP(bytes.Span);
            default:
                return bytes;
        }
    }

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

/// <param name="Files">By blob name. What is not there or must not be published is missing from it.</param>
/// <param name="Unfit">By blob name: why it is not published although it is there.</param>
internal sealed record PublishedFiles(
    IReadOnlyDictionary<string, CatalogFile> Files,
    IReadOnlyDictionary<string, Finding> Unfit
)
{
    public static PublishedFiles None { get; } =
        new(FrozenDictionary<string, CatalogFile>.Empty, FrozenDictionary<string, Finding>.Empty);
}
