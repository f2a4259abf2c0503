using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.LocalDev.Site;

/// <summary>
/// Serves what Azure serves by other means: the container <c>$web</c> as a static website does (index and error document,
/// conditional requests), and, for developers only, the staff's reports.
/// </summary>
/// <remarks>Nothing is rendered here: what a browser shows is what is in storage.</remarks>
public sealed class LocalSite(BlobServiceClient blobs)
{
    private const string Index = "index.html";
    private const string NotFoundPage = "404.html";

    private const string NothingYet = """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark"><title>Nothing is published yet</title></head>
        <body style="font:1rem/1.55 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem"><main>
        <h1>Nothing is published yet</h1>
        <p>Put a Markdown file into the container <code>articles</code> of the account <code>devstoreaccount1</code>, with any storage tool. Some
        seconds later the site is here; <a href="/local/">each drop and its answer</a> too.</p>
        </main></body></html>

        """;

    private readonly BlobContainerClient _web = blobs.GetBlobContainerClient("$web");
    private readonly BlobContainerClient _reports = blobs.GetBlobContainerClient("reports");

    /// <summary>Adds the site behind every route that the app itself has not taken.</summary>
    public void Map(WebApplication app)
    {
        app.MapGet("/local/reports/{**name}", (HttpContext http, string name) => ServeAsync(http, _reports, name));
        // Every path, file names included: the default pattern leaves those out.
        app.MapFallback("{**path}", ServeSiteAsync);
    }

    private async Task ServeSiteAsync(HttpContext http)
    {
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }
        var path = http.Request.Path.Value!.TrimStart('/');
        if (path.Length == 0 || path.EndsWith('/'))
            path += Index;
        if (
            await TryServeAsync(http, _web, path, StatusCodes.Status200OK)
            || await TryServeAsync(http, _web, path + "/" + Index, StatusCodes.Status200OK)
            || await TryServeAsync(http, _web, NotFoundPage, StatusCodes.Status404NotFound)
        )
            return;
        // Not even the site's own page for this is there: nothing was dropped yet.
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.WriteAsync(NothingYet, http.RequestAborted);
    }

    private static async Task ServeAsync(HttpContext http, BlobContainerClient container, string name)
    {
        if (!await TryServeAsync(http, container, name, StatusCodes.Status200OK))
            http.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private static async Task<bool> TryServeAsync(
        HttpContext http,
        BlobContainerClient container,
        string name,
        int status
    )
    {
        BlobDownloadStreamingResult blob;
        try
        {
            var conditions =
                status == StatusCodes.Status200OK && http.Request.Headers.IfNoneMatch is [{ Length: > 2 } eTag]
                    ? new BlobRequestConditions { IfNoneMatch = new ETag(eTag) }
                    : null;
            var answer = await container
                .GetBlobClient(name)
                .DownloadStreamingAsync(new BlobDownloadOptions { Conditions = conditions }, http.RequestAborted);
            // No exception, and no content either.
            if (answer.GetRawResponse().Status == StatusCodes.Status304NotModified)
            {
                http.Response.StatusCode = StatusCodes.Status304NotModified;
                return true;
            }
            blob = answer.Value;
        }
        catch (RequestFailedException e) when (e.Status is 400 or 404)
        {
            return false;
        }
        await using var content = blob.Content;
        http.Response.StatusCode = status;
        http.Response.ContentType = blob.Details.ContentType;
        http.Response.ContentLength = blob.Details.ContentLength;
        http.Response.Headers.ETag = blob.Details.ETag.ToString("H");
        http.Response.Headers.LastModified = blob.Details.LastModified.ToString("R");
        if (!string.IsNullOrEmpty(blob.Details.CacheControl))
            http.Response.Headers.CacheControl = blob.Details.CacheControl;
        if (HttpMethods.IsGet(http.Request.Method))
            await content.CopyToAsync(http.Response.Body, http.RequestAborted);
        return true;
    }
}
