using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using FunctionsPipeline.Cli.Preview;

namespace FunctionsPipeline.Cli.Tests.Preview;

/// <summary>A page is served as it will be, with one script that its policy allows.</summary>
public sealed class LivePageTests
{
    private const string Page =
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src &#x27;none&#x27;; img-src *\">\n</head>\n<body class=\"article\">\n<p>Text.</p>\n</body>\n</html>\n";

    [Fact]
    public void The_policy_allows_this_script_alone()
    {
        var page = LivePage.Of(Page, "v-1", null);

        var script = Regex
            .Match(page, "<script data-version=\"v-1\">(?<text>.*?)</script>", RegexOptions.Singleline)
            .Groups["text"]
            .Value;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
        Assert.Contains(
            $"content=\"default-src &#x27;none&#x27;; img-src *; script-src 'sha256-{hash}'; connect-src 'self'\"",
            page,
            StringComparison.Ordinal
        );
        Assert.Contains($"\"{LivePage.Events}\"", script, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_with_a_script_of_its_own_keeps_it()
    {
        var page = LivePage.Of(
            Page.Replace(
                "img-src *",
                "script-src https://x.example/s.js; connect-src https://x.example",
                StringComparison.Ordinal
            ),
            "v-1",
            null
        );

        Assert.Matches(
            "; script-src 'sha256-[^']+' https://x.example/s.js; connect-src 'self' https://x.example\"",
            page
        );
    }

    [Fact]
    public void Nothing_else_changes()
    {
        var page = LivePage.Of(Page, "v-1", null);

        var without = Regex.Replace(page, "<script.*?</script>\n", "", RegexOptions.Singleline);
        Assert.Equal(Page, Regex.Replace(without, "; script-src [^\"]*", ""));
    }

    [Fact]
    public void A_notice_is_text()
    {
        var page = LivePage.Of(Page, "v-1", "Look: <script>");

        Assert.Matches("<body class=\"article\">\n<p role=\"status\"[^>]*>Look: &lt;script&gt;</p>\n<p>Text", page);
    }
}
