using FunctionsPipeline.Newsletters.Staff;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Functions.Newsletters;

/// <summary>A page whose address is its key: nobody keeps it, and no link on it tells where the reader came from.</summary>
internal static class PrivatePage
{
    public static IResult Of(HttpRequest request, StaffPage page)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' https: http:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return Results.Content(page.Html, "text/html; charset=utf-8", statusCode: page.Status);
    }
}
