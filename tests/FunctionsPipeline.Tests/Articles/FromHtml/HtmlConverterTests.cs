using FunctionsPipeline.Articles.FromHtml;

namespace FunctionsPipeline.Tests.Articles.FromHtml;

/// <summary>HTML in, Markdown out.</summary>
public class HtmlConverterTests
{
    [Theory]
    [InlineData(
        "<p>One <b>bold</b> and <i>slanted</i> word.</p><p>Two.</p>",
        "One **bold** and _slanted_ word.\n\nTwo.\n"
    )]
    [InlineData("<h2>Sleep</h2><h3>Why <em>now</em></h3>", "## Sleep\n\n### Why _now_\n")]
    [InlineData("<h1>Sleep</h1><h2>Why</h2>", "## Sleep\n\n### Why\n")]
    [InlineData("<p>a<strong> b </strong>c</p>", "a **b** c\n")]
    [InlineData("<p>un<em>believ</em>able</p>", "un*believ*able\n")]
    [InlineData("<p><strong>a</strong><strong>b</strong></p>", "**ab**\n")]
    [InlineData("<p><strong></strong>a<em> </em>b</p>", "a b\n")]
    [InlineData("<p><del>old</del> <mark>new</mark></p>", "~~old~~ ==new==\n")]
    [InlineData("<p>H<sub>2</sub>O and x<sup>2</sup></p>", "H₂O and x²\n")]
    [InlineData("<p>one<br>two</p>", "one\\\ntwo\n")]
    [InlineData("<hr>", "***\n")]
    [InlineData("<p>Use <code>a`b</code> and <kbd>Ctrl</kbd></p>", "Use ``a`b`` and `Ctrl`\n")]
    [InlineData("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b\n")]
    [InlineData("<pre><code class=\"language-cs\">var x = 1;\n```\n</code></pre>", "````cs\nvar x = 1;\n```\n````\n")]
    [InlineData("<pre class=\"brush: js\">a &lt; b</pre>", "```js\na < b\n```\n")]
    [InlineData("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c\n")]
    [InlineData("<ol start=\"3\"><li>a</li><li><p>b</p><p>c</p></li></ol>", "3. a\n\n4. b\n\n   c\n")]
    [InlineData(
        "<ul><li><input type=\"checkbox\" checked> done</li><li><input type=\"checkbox\"> open</li></ul>",
        "- [x] done\n- [ ] open\n"
    )]
    [InlineData("<dl><dt>Rest</dt><dd>Lying down.</dd></dl>", "Rest\n:   Lying down.\n")]
    [InlineData(
        "<p><a href=\"https://example.com/a_b(c)\" title=\"It\">word</a></p>",
        "[word](https://example.com/a_b%28c%29 \"It\")\n"
    )]
    [InlineData("<p><a href=\"https://example.com/x\">https://example.com/x</a></p>", "<https://example.com/x>\n")]
    [InlineData(
        "<p><img src=\"https://example.com/a.png\" alt=\"A [cat]\" title=\"Tom\"></p>",
        "![A \\[cat\\]](https://example.com/a.png \"Tom\")\n"
    )]
    [InlineData(
        "<figure><img src=\"https://example.com/a.png\" alt=\"A cat\"><figcaption>Tom \"the cat\"</figcaption></figure>",
        "![A cat](https://example.com/a.png \"Tom \\\"the cat\\\"\")\n"
    )]
    [InlineData(
        "<figure><img src=\"https://example.com/a.png\"><figcaption>By <a href=\"https://example.com/b\">Ann</a></figcaption></figure>",
        "![](https://example.com/a.png)\n\nBy [Ann](https://example.com/b)\n"
    )]
    [InlineData(
        "<table><thead><tr><th>a</th><th>b|c</th></tr></thead><tbody><tr><td>1</td><td style=\"text-align: right\">2</td></tr></tbody></table>",
        "| a | b\\|c |\n| --- | --: |\n| 1 | 2 |\n"
    )]
    [InlineData("<table><tr><td>1</td><td>2</td></tr></table>", "|   |   |\n| --- | --- |\n| 1 | 2 |\n")]
    [InlineData(
        "<table role=\"presentation\"><tr><td><h2>Hello</h2><p>Word</p></td></tr></table>",
        "## Hello\n\nWord\n"
    )]
    [InlineData(
        "<figure class=\"wp-block-gallery\"><ul class=\"blocks-gallery-grid\"><li><figure><img src=\"https://example.com/a.png\" alt=\"A\"><figcaption>One</figcaption></figure></li><li><figure><img src=\"https://example.com/b.png\" alt=\"B\"></figure></li></ul><figcaption>Both</figcaption></figure>",
        "![A](https://example.com/a.png \"One\")\n\n![B](https://example.com/b.png)\n\nBoth\n"
    )]
    [InlineData("<details><summary>More</summary><p>Hidden.</p></details>", "**More**\n\nHidden.\n")]
    [InlineData("<p>a</p><script>alert(1)</script><style>p{}</style><p>b</p><template>c</template>", "a\n\nb\n")]
    [InlineData("<p style=\"display: none\">a</p><p hidden>b</p><p>c</p>", "c\n")]
    [InlineData(
        "<iframe src=\"https://www.youtube.com/embed/abcdefghijk?feature=oembed\" title=\"Stretch\"></iframe>",
        "![Stretch](https://www.youtube.com/watch?v=abcdefghijk)\n"
    )]
    [InlineData(
        "<iframe src=\"https://open.spotify.com/embed/x\"></iframe>",
        "[Embedded from open.spotify.com](https://open.spotify.com/embed/x)\n"
    )]
    [InlineData(
        "<script src=\"https://gist.github.com/ann/abc.js\"></script>",
        "[Code on GitHub](https://gist.github.com/ann/abc)\n"
    )]
    [InlineData(
        "<p>Word<sup class=\"footnote-ref\"><a href=\"#fn1\" id=\"fnref1\">[1]</a></sup>.</p><hr class=\"footnotes-sep\"><section class=\"footnotes\"><ol><li id=\"fn1\"><p>The note. <a href=\"#fnref1\" class=\"footnote-backref\">↩︎</a></p></li></ol></section>",
        "Word[^1].\n\n[^1]: The note.\n"
    )]
    [InlineData(
        "<p>Word<a class=\"footnote-anchor\" id=\"footnote-anchor-1\" href=\"#footnote-1\">1</a></p><div class=\"footnote\"><a id=\"footnote-1\" href=\"#footnote-anchor-1\" class=\"footnote-number\">1</a><div class=\"footnote-content\"><p>A.</p><p>B.</p></div></div>",
        "Word[^1]\n\n[^1]: A.\n\n    B.\n"
    )]
    [InlineData(
        "<p>1. not a list</p><p># not a heading</p><p>- no item</p>",
        "1\\. not a list\n\n\\# not a heading\n\n\\- no item\n"
    )]
    [InlineData(
        "<p>snake_case, 2 * 3, a--b, [x], &lt;b&gt; &amp;amp; ~~x~~</p>",
        "snake_case, 2 \\* 3, a\\-\\-b, \\[x], \\<b> \\&amp; \\~\\~x\\~\\~\n"
    )]
    [InlineData(
        "<p>See https://example.com/a_b, or www.example.com.</p>",
        "See <https://example.com/a_b>, or www\\.example.com.\n"
    )]
    public void A_construct_becomes_what_a_writer_would_write(string html, string markdown) =>
        Assert.Equal(markdown, HtmlConverter.Convert(html, new PlainConversion()));

    [Fact]
    public void What_is_left_out_is_named_with_its_line()
    {
        var conversion = new PlainConversion();

        HtmlConverter.Convert("<p>a</p>\n\n<form><input name=\"q\"><button>Go</button></form>", conversion);

        Assert.Equal(["3: A form was left out, with the words in it."], conversion.Said);
    }

    [Fact]
    public void Elements_inside_elements_without_end_stop_nothing()
    {
        var deep = string.Concat(Enumerable.Repeat("<blockquote><ul><li>", 1_500)) + "word";

        Assert.Contains("word", HtmlConverter.Convert(deep, new PlainConversion()));
        var conversion = new PlainConversion();
        Assert.Equal("", HtmlConverter.Convert(string.Concat(Enumerable.Repeat("<b><div>", 100_000)), conversion));
        Assert.Contains("nested", Assert.Single(conversion.Said));
    }
}

/// <summary>Leaves addresses as they are, and keeps what was said.</summary>
internal sealed class PlainConversion : IConversion
{
    public List<string> Said { get; } = [];

    public string? LinkTo(string address) => address;

    public string? MediaAt(string address) => address;

    public void NotCarried(string what, int? line) => Said.Add(line is null ? what : $"{line}: {what}");
}
