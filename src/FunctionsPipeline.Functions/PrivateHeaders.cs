using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Functions;

/// <summary>Headers of answers that are one person's business.</summary>
internal static class PrivateHeaders
{
    /// <param name="styles">CSP sources of styles; empty for none.</param>
    public static void Set(HttpResponse response, string styles = "")
    {
        var headers = response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex, nofollow";
        headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src {(styles.Length == 0 ? "'none'" : styles)}; img-src 'self' https: http: data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    }
}
