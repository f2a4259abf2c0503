using System.Globalization;
using System.Text;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Publishing;

/// <summary>Former addresses: a small page that leads on. A static site knows no other redirect.</summary>
internal sealed class Redirects(IBlobStore store)
{
    public static BlobPath BlobOf(string path) => new(Containers.Web, $"{path}/index.html");

    public async Task WriteAsync(string path, CatalogEntry entry, SiteSettings settings, CancellationToken cancellationToken)
    {
        var strings = StringTable.Load("Articles/Strings/articles", entry.Language);
        var url = Markup.Escape(SiteAddress.Of(settings, entry.Path));
        var (language, title) = (Markup.Escape(entry.Language), Markup.Escape(entry.Title));
        var html = string.Create(CultureInfo.InvariantCulture, $"""
            <!doctype html>
            <html lang="{language}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Markup.Escape(strings["moved-title"])}</title>
            <link rel="canonical" href="{url}">
            <meta name="robots" content="noindex">
            <meta http-equiv="refresh" content="0; url={url}">
            </head>
            <body>
            <main><h1>{Markup.Escape(strings["moved-title"])}</h1><p>{Markup.Escape(strings["moved-text"])} <a href="{url}">{title}</a></p></main>
            </body>
            </html>

            """);
        await store.WriteAsync(BlobOf(path), Encoding.UTF8.GetBytes(html), BlobHeaders.Html, WriteCondition.Always, cancellationToken);
    }

    /// <summary>Is the address free for a redirect: no live article has it?</summary>
    public async Task<bool> IsFreeAsync(string path, string source, CancellationToken cancellationToken)
    {
        if (!Slug.TryParse(path, out var slug))
            return true;
        var entry = await store.ReadJsonAsync(CatalogEntry.BlobOf(slug), ArticleJson.CatalogEntry, cancellationToken);
        return entry is null || entry.Value.Status == CatalogStatus.Removed || entry.Value.Source == source;
    }
}
