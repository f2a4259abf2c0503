using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using FunctionsPipeline.Branding;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Functions;

/// <summary>
/// A page whose address is its key, for a subscriber or for staff, with headers that keep the address secret: no
/// referrer, no frame, no cache, no search engine, nothing loaded but what stands in the page and the site's logo.
/// </summary>
internal sealed partial class PrivatePageResult(WebPage page) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = page.Status;
        response.ContentType = "text/html; charset=utf-8";
        PrivateHeaders.Set(response, StylesOf(page.Html));
        if (page.Status == StatusCodes.Status429TooManyRequests)
            response.Headers.RetryAfter = "3600";
        await response.WriteAsync(page.Html, httpContext.RequestAborted);
    }

    /// <summary>The page's own style sheets by hash, so that no other style can be slipped in.</summary>
    internal static string StylesOf(string html) =>
        string.Join(
            ' ',
            Style()
                .Matches(html)
                .Select(m =>
                    $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(m.Groups["css"].Value)))}'"
                )
                .Distinct(StringComparer.Ordinal)
        );

    [GeneratedRegex(
        "<style>(?<css>.*?)</style>",
        RegexOptions.Singleline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Style();
}
