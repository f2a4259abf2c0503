using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.Images;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Pictures;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Publishing.Pictures;

/// <summary>The files of an article's pictures and their forms, beside its page.</summary>
internal sealed class PictureFiles(IBlobStore store, PictureMaker maker)
{
    /// <summary>
    /// Files that are held in memory: of all runs in this process, each may have 20 MB, which is not in what <see
    /// cref="PictureMaker"/> bounds.
    /// </summary>
    private const int AtATime = 4;

    private static readonly SemaphoreSlim Slots = new(AtATime);

    /// <summary>Makes and writes the forms of a picture.</summary>
    /// <returns>The file with what was made; null if another version of it stands there.</returns>
    public async Task<CatalogFile?> MakeAsync(Slug slug, CatalogFile file, CancellationToken cancellationToken)
    {
        await Slots.WaitAsync(cancellationToken);
        try
        {
            if (await store.ReadAsync(PathOf(slug, file.Name), cancellationToken) is not { } blob)
                return file with { Forms = new CatalogForms() };
            var hash = Sha256Hex.Of(blob.Content.Span);
            if (file.ContentHash is { } known && known != hash)
                return null;
            using var picture = new MemoryStream(blob.Content.ToArray(), writable: false);
            var info = await ImageInspector.InspectAsync(picture, cancellationToken);
            var made = info is null
                ? MadePicture.Refused(PictureFault.Damaged)
                : await maker.MakeAsync(blob.Content, info, cancellationToken);
            foreach (var form in made.Forms)
                await store.WriteAsync(
                    PathOf(slug, CatalogForms.NameOf(file.Name, form.Width, form.Format.Extension())),
                    form.Content,
                    new BlobHeaders(form.Format.ContentType(), ArticleFiles.KeptForGood),
                    WriteCondition.Always,
                    cancellationToken
                );
            return file with { ContentHash = hash, Forms = Describe(made) };
        }
        finally
        {
            Slots.Release();
        }
    }

    /// <summary>Takes away what no page shows: pictures with a fault, and forms of a version that was replaced.</summary>
    public async Task ClearAsync(Slug slug, CancellationToken cancellationToken)
    {
        // The files first, then the entry: a publisher claims it before it writes a file.
        var blobs = new List<BlobEntry>();
        await foreach (var blob in store.ListAsync(Containers.Web, $"{slug}/", cancellationToken))
            blobs.Add(blob);
        if (
            await new CatalogStore(store).FindAsync(slug, cancellationToken)
            is not { Status: CatalogStatus.Published, Claimed: false } entry
        )
            return;
        foreach (var blob in blobs)
        {
            var name = blob.Name[(slug.Value.Length + 1)..];
            if (entry.Files.Any(file => IsLeftOver(file, name)))
                await store.DeleteAsync(new BlobPath(Containers.Web, blob.Name), blob.ETag, cancellationToken);
        }
    }

    private static bool IsLeftOver(CatalogFile file, string name)
    {
        if (file.Forms is not { } forms)
            return false;
        if (name == file.Name)
            return forms.Fault is not null;
        return name.StartsWith(file.Name + ".", StringComparison.Ordinal)
            && !forms.WebP.Any(w => name == CatalogForms.NameOf(file.Name, w, ".webp"))
            && !forms.Plain.Any(w => name == CatalogForms.NameOf(file.Name, w, forms.PlainExtension!));
    }

    private static CatalogForms Describe(MadePicture made)
    {
        var plain = made.Forms.Where(f => f.Format != ImageFormat.WebP).ToList();
        return new CatalogForms
        {
            WebP = [.. made.Forms.Where(f => f.Format == ImageFormat.WebP).Select(f => f.Width)],
            Plain = [.. plain.Select(f => f.Width)],
            PlainExtension = plain.Count == 0 ? null : plain[0].Format.Extension(),
            Colour = made.Colour,
            Fault = made.Fault,
        };
    }

    private static BlobPath PathOf(Slug slug, string name) => new(Containers.Web, $"{slug}/{name}");
}
