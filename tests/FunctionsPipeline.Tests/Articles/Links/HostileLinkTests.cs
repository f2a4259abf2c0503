using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Tests.Articles.Links;

/// <summary>
/// Of all that an author may write as an address, only http, https, mailto, tel and places on the page leave: judged by a browser's
/// parser in the page, the text that feeds carry, and the mail.
/// </summary>
public sealed class HostileLinkTests
{
    private static readonly SiteSettings Settings = new() { Url = new Uri("https://clinic.example/") };
    private static readonly Theme Look = Theme.From(new Dictionary<string, string>(), new Brand());

    private static readonly string[] Addresses =
    [
        "javascript:alert(1)",
        "/javascript:alert(1)",
        "//javascript:alert(1)",
        "/\\javascript:alert(1)",
        "\\javascript:alert(1)",
        "\\\\javascript:alert(1)",
        "///javascript:alert(1)",
        "./javascript:alert(1)",
        "../javascript:alert(1)",
        "/./javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "/JAVASCRIPT:alert(1)",
        "javascript&colon;alert(1)",
        "/javascript&colon;alert(1)",
        "&#x2f;javascript:alert(1)",
        "java&#9;script:alert(1)",
        "/java&Tab;script:alert(1)",
        "&#1;javascript:alert(1)",
        "/&#1;javascript:alert(1)",
        "/%6aavascript:alert(1)",
        "/&NewLine;javascript:alert(1)",
        "/&#x200b;javascript:alert(1)",
        "/data:text/html,x",
        "data:text/html;base64,eA==",
        "/blob:https://x/1",
        "/vbscript:x",
        "vbscript:x",
        "/file:///etc/passwd",
        "/mailto:a@b.c",
        "/ftp:x",
        "feed:javascript:x",
        "/view-source:x",
        "view-source:x",
        "javascript://clinic.example/%0aalert(1)",
        "/javascript://clinic.example/%0aalert(1)",
        "https:javascript:alert(1)",
        "?javascript:alert(1)",
        "#javascript:alert(1)",
        "javascript\\:alert(1)",
        "/javascript\\:alert(1)",
        "jar:http://x!/",
        "intent://x",
        "ms-word:ofe|u|x",
        "tel:1",
        "sms:1",
    ];

    private static readonly string[] Forms =
    [
        "[words]({0})",
        "[words](<{0}>)",
        "![words]({0})",
        "![words](<{0}> \"caption\")",
        "[words][r]\n\n[r]: {0}",
        "[words]\n\n[words]: <{0}>",
        "![words][r]\n\n[r]: <{0}>",
        "<{0}>",
        "Words[^1].\n\n[^1]: [words]({0})",
        "> [words]({0})",
        "- [words]({0})",
        "|[words]({0})|\n|-|\n|![words]({0})|",
        "[![words]({0})]({0})",
        "## [words]({0})",
        "words\n:   [words]({0})",
        "^^^\n![words]({0})\n^^^ [words]({0})",
        "<a href=\"{0}\">words</a>",
        "{0}",
    ];

    public static TheoryData<string> Written => [.. Addresses];

    [Theory]
    [MemberData(nameof(Written))]
    public void No_form_of_a_link_brings_an_address_out_that_runs_or_loads_a_program(string address)
    {
        foreach (var form in Forms)
            Judge(
                Print("# Title\n\nWords of an article.\n\n" + form.Replace("{0}", address, StringComparison.Ordinal)),
                form
            );
    }

    [Theory]
    [MemberData(nameof(Written))]
    public void No_key_of_front_matter_does_either(string address)
    {
        var quoted = address.Replace("\\", "\\\\", StringComparison.Ordinal);
        foreach (var key in new[] { "image", "cover", "canonical", "references", "author" })
            Judge(Print($"---\ntitle: T\n{key}: \"{quoted}\"\n---\n\nWords of an article."), key);
        Judge(
            Print(
                $"---\ntitle: T\nreferences:\n  - title: A\n    url: \"{quoted}\"\n  - \"[B]({quoted})\"\nimage:\n  src: \"{quoted}\"\n---\n\nWords."
            ),
            "map"
        );
        Judge(Print($"+++\ntitle = 'T'\nimage = \"{quoted}\"\ncanonical = \"{quoted}\"\n+++\n\nWords."), "toml");
    }

    [Theory]
    [InlineData("[a](/contact)", "https://clinic.example/contact")]
    [InlineData("[a](/contact?a=b:c#d)", "https://clinic.example/contact?a=b:c#d")]
    [InlineData("[a](//other.example/x)", "https://other.example/x")]
    [InlineData("[a](http://other.example/x:y)", "http://other.example/x:y")]
    [InlineData("[a](mailto:info@clinic.example)", "mailto:info@clinic.example")]
    [InlineData("[a](tel:+13065550100)", "tel:+13065550100")]
    [InlineData("[a](https://other.example/@name)", "https://other.example/@name")]
    [InlineData("[a](https://other.example/?mail=a@b.example)", "https://other.example/?mail=a@b.example")]
    [InlineData("[a](/javascript:alert)", "https://clinic.example/javascript:alert")]
    public void Honest_addresses_stay(string markdown, string address)
    {
        var link = Parse(Print("# T\n\n" + markdown).Content.ToString()).QuerySelector("a");

        Assert.Equal(address, link!.GetAttribute("href"));
    }

    /// <summary>Readers take the name before '@' for the host, and Markdig wrote '//@°' as another one.</summary>
    [Theory]
    [InlineData("[a](https://clinic.example@other.example/)")]
    [InlineData("[a](//clinic.example@other.example/)")]
    [InlineData("[a](/\\\\clinic.example@other.example/)")]
    [InlineData("[a](https:clinic.example@other.example/)")]
    [InlineData("[a](//@°)")]
    public void An_address_with_a_user_leads_nowhere(string markdown)
    {
        var link = Parse(Print("# T\n\n" + markdown).Content.ToString()).QuerySelector("a");

        Assert.DoesNotContain("@", link?.GetAttribute("href") ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("xn--", link?.GetAttribute("href") ?? "", StringComparison.Ordinal);
    }

    /// <summary>Digests wrote the note's mark as an element into the alternative text.</summary>
    [Theory]
    [InlineData("![a [^1] b](picture.png)\n\n[^1]: Note.")]
    [InlineData("[^1]:![[^1]](tel:)")]
    [InlineData("- [ ] ![`a` **b** <b@c.d> [e](/f) [^1]](picture.png)\n\n[^1]: Note.")]
    public void Nothing_inside_an_alternative_text_leaves_its_attribute(string markdown)
    {
        var rendered = Print("# T\n\n" + markdown);

        foreach (string html in new[] { rendered.Content.ToString(), rendered.Digest.FullHtml.ToString() })
        {
            foreach (var image in Parse(html).QuerySelectorAll("img"))
                Assert.All(
                    image.Attributes,
                    a => Assert.Contains(a.Name, new[] { "src", "alt", "width", "style", "loading", "decoding" })
                );
        }
    }

    [Theory]
    [InlineData("![a](https://\u060byoutu.be/abcdefghijk)")]
    [InlineData("![a](http://\u2741\u1000vimeo.com/1)")]
    public void A_host_that_is_none_is_no_player(string markdown) =>
        Assert.Null(Parse(Print("# T\n\n" + markdown).Content.ToString()).QuerySelector("iframe"));

    [Fact]
    public void An_address_that_is_too_long_is_only_its_words()
    {
        var content = Print("# T\n\n[words](https://example.org/" + new string('a', 3_000) + ")").Content.ToString();

        Assert.Contains("words", content, StringComparison.Ordinal);
        Assert.Empty(Parse(content).QuerySelectorAll("a"));
    }

    private static void Judge(RenderedArticle rendered, string form)
    {
        foreach (
            var html in new string[]
            {
                Encoding.UTF8.GetString(rendered.Page.Span),
                rendered.Content.ToString(),
                rendered.Digest.FullHtml.ToString(),
                rendered.Digest.TeaserHtml.ToString(),
            }
        )
        {
            foreach (var element in Parse(html).All)
            {
                foreach (var name in new[] { "href", "src", "action", "poster", "data" })
                {
                    if (element.GetAttribute(name) is { } address && !IsAllowed(address, element))
                        Assert.Fail($"{form}: <{element.LocalName} {name}=\"{address}\">");
                }
                Assert.DoesNotContain(
                    element.Attributes,
                    a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase)
                );
                if (element is { LocalName: "meta" } && element.GetAttribute("property") is "og:image" or "og:url")
                    Assert.StartsWith("http", element.GetAttribute("content"), StringComparison.Ordinal);
            }
        }
        // In plain text, an address stands in brackets behind its words.
        foreach (var scheme in new[] { "javascript:", "data:", "blob:", "vbscript:" })
            Assert.DoesNotContain(
                "(" + scheme,
                rendered.Digest.FullText.ToString().Replace("](" + scheme, "", StringComparison.OrdinalIgnoreCase),
                StringComparison.OrdinalIgnoreCase
            );
    }

    /// <summary>As a browser reads it: without what it drops, and in the page's own place.</summary>
    private static bool IsAllowed(string address, IElement element)
    {
        var plain = string.Concat(address.Where(c => c is not ('\t' or '\n' or '\r')))
            .TrimStart([.. Enumerable.Range(0, 33).Select(c => (char)c)]);
        if (plain.StartsWith('#') || plain.Length == 0)
            return true;
        if (element.LocalName == "link" && plain.StartsWith("data:image/", StringComparison.Ordinal))
            return true;
        return Uri.TryCreate(new Uri("https://clinic.example/a/"), plain, out var url)
            ? url.Scheme is "http" or "https" or "mailto" or "tel"
            : !plain.Contains(':');
    }

    private static AngleSharp.Html.Dom.IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    private static RenderedArticle Print(string text)
    {
        var proof = ArticleProof.Print(
            new ArticleSource("a.md", Encoding.UTF8.GetBytes(text), DateTimeOffset.UnixEpoch),
            Settings,
            Look,
            DateTimeOffset.UnixEpoch
        );
        return proof.Rendered ?? throw new InvalidOperationException(string.Join('\n', proof.Report.Findings));
    }
}
