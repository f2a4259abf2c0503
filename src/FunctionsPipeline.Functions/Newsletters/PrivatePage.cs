using FunctionsPipeline.Newsletters.Staff;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Functions.Newsletters;

/// <summary>A page whose address is its key: no one keeps it, and no link on it tells where the reader came from.</summary>
internal static class PrivatePage
{
    public static IResult Of(HttpRequest request, StaffPage page)
    {
        PrivateHeaders.Set(request.HttpContext.Response, styles: "'unsafe-inline'");
        return Results.Content(page.Html, "text/html; charset=utf-8", statusCode: page.Status);
    }
}
