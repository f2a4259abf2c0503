using FunctionsPipeline.Branding;
using FunctionsPipeline.Storage;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Functions.Desk;

/// <summary>A page of the desk. It loads the desk's own files and shows pictures; nothing written into it runs.</summary>
internal sealed class DeskPageResult(WebPage page) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = page.Status;
        response.ContentType = "text/html; charset=utf-8";
        PrivateHeaders.Set(response);
        response.Headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self' "
            + PrivatePageResult.StylesOf(page.Html)
            + "; img-src 'self' https: http: data: blob:; connect-src 'self'; frame-src 'self'; form-action 'self'"
            + "; base-uri 'none'; frame-ancestors 'none'";
        if (page.Status == StatusCodes.Status429TooManyRequests)
            response.Headers.RetryAfter = "3600";
        await response.WriteAsync(page.Html, httpContext.RequestAborted);
    }
}

/// <summary>The next page, to be fetched by a GET (RFC 9110, section 15.4.4).</summary>
internal sealed class DeskRedirect(string path) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        PrivateHeaders.Set(httpContext.Response);
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = path;
        return Task.CompletedTask;
    }
}

/// <summary>
/// A whole page or mail in a frame of the desk, as its readers get it: with its own styles and without any script. It is
/// sandboxed also where it is opened by itself.
/// </summary>
internal sealed class FramedDocument(byte[] html) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/html; charset=utf-8";
        PrivateHeaders.Set(response);
        // Same origin, so that the desk's session loads pictures that are not published yet.
        response.Headers.ContentSecurityPolicy =
            "sandbox allow-same-origin; default-src 'none'; style-src 'unsafe-inline'; img-src * data:; media-src *"
            + "; frame-ancestors 'self'";
        await response.Body.WriteAsync(html, httpContext.RequestAborted);
    }
}

/// <summary>A file as it was dropped.</summary>
internal static class DroppedFile
{
    /// <param name="saveAs">The name under which a browser saves it; null for a picture that is shown.</param>
    public static IResult Send(HttpResponse response, BlobReadStream file, string? saveAs)
    {
        PrivateHeaders.Set(response);
        // A drawing can hold a script: as a picture in a page it never runs, opened by itself it is sandboxed.
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'";
        return saveAs is null
            ? Results.Stream(file.Content, file.Headers.ContentType)
            : Results.Stream(file.Content, "application/octet-stream", saveAs);
    }
}
