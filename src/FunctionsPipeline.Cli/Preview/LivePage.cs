using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Cli.Preview;

/// <summary>
/// Makes a page load itself again when something was saved: a script before the end of the body, which the page's own
/// Content-Security-Policy allows by its hash. Everything else is served as it will be on the site.
/// </summary>
internal static partial class LivePage
{
    public const string Events = "/_preview/events";

    /// <summary>
    /// Only while the page is in sight: browsers allow six connections to one server, and hidden pages would use them up. Once
    /// it listens again, it learns of what it has missed.
    /// </summary>
    private const string Script = """
        {const me=document.currentScript.dataset.version;let events;const listen=()=>{if(document.hidden){events?.close();events=null}else if(!events){events=new EventSource("/_preview/events");events.onmessage=e=>{if(e.data!==me)location.reload()}}};document.addEventListener("visibilitychange",listen);listen()}
        """;

    private static readonly string Hash =
        $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script)))}'";

    /// <param name="version">That the page was made under.</param>
    /// <param name="notice">A sentence above the page; null for none.</param>
    public static string Of(string html, string version, string? notice)
    {
        html = Policy()
            .Replace(html, policy => $"{policy.Groups["head"].Value}{Allow(policy.Groups["policy"].Value)}\"", 1);
        if (notice is not null)
        {
            var mark =
                $"\n<p role=\"status\" style=\"margin:0;padding:.6em 1.25rem;background:#8a5300;color:#fff;font:600 .95rem/1.5 system-ui,sans-serif\">{WebUtility.HtmlEncode(notice)}</p>";
            html = Body().Replace(html, body => body.Value + mark, 1);
        }
        var end = html.LastIndexOf("</body>", StringComparison.OrdinalIgnoreCase);
        var script = $"<script data-version=\"{version}\">{Script}</script>\n";
        return end < 0 ? html + script : html.Insert(end, script);
    }

    /// <summary>Adds to what scripts and connections the page allows; a page that allows none has no such rule.</summary>
    private static string Allow(string policy)
    {
        policy = With(policy, "script-src", Hash);
        return With(policy, "connect-src", "'self'");
    }

    private static string With(string policy, string rule, string source) =>
        policy.Contains($"{rule} ", StringComparison.Ordinal)
            ? policy.Replace($"{rule} ", $"{rule} {source} ", StringComparison.Ordinal)
            : $"{policy}; {rule} {source}";

    [GeneratedRegex(
        "(?<head><meta http-equiv=\"Content-Security-Policy\" content=\")(?<policy>[^\"]*)\"",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Policy();

    [GeneratedRegex("<body[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Body();
}
