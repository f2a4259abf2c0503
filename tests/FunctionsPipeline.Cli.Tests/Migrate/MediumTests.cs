namespace FunctionsPipeline.Cli.Tests.Migrate;

public sealed class MediumTests : IDisposable
{
    private readonly MigrationWorld _world = new();

    public void Dispose() => _world.Dispose();

    private static string Page(string title, string summary, string body, string footer) =>
        $"""
            <!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{title}</title><style>* {"{"} font-family: Georgia; {"}"}</style></head><body><article class="h-entry">
            <header>
            <h1 class="p-name">{title}</h1>
            </header>
            {(
                summary.Length == 0
                    ? ""
                    : $"<section data-field=\"subtitle\" class=\"p-summary\">\n{summary}\n</section>"
            )}
            <section data-field="body" class="e-content">
            <section name="2f2f" class="section section--body section--first"><div class="section-divider"><hr class="section-divider"></div><div class="section-content"><div class="section-inner sectionLayout--insetColumn">{body}</div></div></section>
            </section>
            <footer>{footer}<p>Exported from <a href="https://medium.com">Medium</a> on January 5, 2024.</p></footer></article></body></html>
            """;

    private static string Footer(string address, string tags = "") =>
        $"""{tags}<p>By <a href="https://medium.com/@ann" class="p-author h-card">Ann Lee</a> on <a href="https://medium.com/p/0123456789ab"><time class="dt-published" datetime="2021-06-01T09:00:00.000Z">June 1, 2021</time></a>.</p><p><a href="{address}" class="p-canonical">Canonical link</a></p>""";

    private string Zip() =>
        _world.Zip(
            "medium-export.zip",
            (
                "posts/2021-06-01_Resting-well-0123456789ab.html",
                Page(
                    "Resting well",
                    "Why, and how",
                    """
                    <h3 name="a" id="a" class="graf graf--h3 graf--leading graf--title">Resting well</h3><h4 name="b" class="graf graf--h4 graf--subtitle">Why, and how</h4>
                    <figure name="c" class="graf graf--figure"><img class="graf-image" data-image-id="1*abc.jpeg" data-width="800" src="https://cdn-images-1.medium.com/max/800/1*abc.jpeg" alt="A bed"><figcaption class="imageCaption">A bed</figcaption></figure>
                    <p name="d" class="graf graf--p">Read <a href="https://medium.com/@ann/second-abcdefabcdef" data-href="https://medium.com/@ann/second-abcdefabcdef" class="markup--anchor">the second</a>.</p>
                    <pre data-code-block-mode="2" spellcheck="false" data-code-block-lang="python" name="e" class="graf graf--pre graf--preV2"><span class="pre--content"><span class="hljs-keyword">if</span> x:<br>    y()</span></pre>
                    <figure name="f" class="graf graf--figure graf--iframe"><iframe src="https://www.youtube.com/embed/abcdefghijk?feature=oembed" width="700" frameborder="0"></iframe></figure>
                    <figure name="g" class="graf graf--figure graf--iframe"><script src="https://gist.github.com/ann/0f0f.js"></script></figure>
                    <div name="h" class="graf graf--mixtapeEmbed"><a href="https://example.net/study" class="markup--anchor" title="https://example.net/study"><strong class="markup--strong">A study</strong><br><em class="markup--em">Of forty cats</em>example.net</a><a href="https://example.net/study" class="js-mixtapeImage mixtapeImage" style="background-image: url(https://cdn/x.png);"></a></div>
                    <blockquote name="i" class="graf graf--blockquote">Quoted</blockquote>
                    """,
                    Footer(
                        "https://medium.com/@ann/resting-well-0123456789ab",
                        """<p class="p-tags">Tagged in <a href="https://medium.com/tag/sleep" class="p-tag">Sleep</a>, <a href="https://medium.com/tag/rest" class="p-tag">Rest</a>.</p>"""
                    )
                )
            ),
            (
                "posts/2021-07-01_Second-abcdefabcdef.html",
                Page(
                    "Second",
                    "Two",
                    "<h3 class=\"graf graf--h3 graf--title\">Second</h3><p class=\"graf graf--p\">Two words.</p>",
                    Footer("https://medium.com/@ann/second-abcdefabcdef")
                )
            ),
            (
                "posts/draft_Not-yet-fedcba987654.html",
                Page(
                    "Not yet",
                    "",
                    "<h3 class=\"graf graf--h3 graf--title\">Not yet</h3><p class=\"graf graf--p\">Soon.</p>",
                    "<p><a href=\"https://medium.com/p/fedcba987654\">View original.</a></p>"
                )
            ),
            (
                "posts/2021-08-01_Thanks-for-this-aaaaaaaaaaaa.html",
                Page(
                    "Thanks for this!",
                    "",
                    "<p name=\"x\" class=\"graf graf--p graf--leading\">Thanks for this! I agree.</p>",
                    Footer("https://medium.com/@ann/thanks-aaaaaaaaaaaa")
                )
            ),
            (
                "profile/profile.html",
                "<html><body><section class=\"h-card\"><h3 class=\"p-name\">Ann</h3></section></body></html>"
            ),
            ("claps/claps-0001.html", "<html></html>"),
            ("README.html", "<html></html>")
        );

    [Fact]
    public async Task Posts_and_drafts_arrive_and_responses_are_named()
    {
        var said = await _world.MigrateAsync("medium", Zip());

        Assert.Equal(["not-yet", "resting-well", "second"], _world.Articles());
        Assert.Equal(
            """
            ---
            title: "Resting well"
            slug: resting-well
            date: 2021-06-01T09:00:00Z
            summary: "Why, and how"
            tags: ["Sleep", "Rest"]
            author: ["Ann Lee"]
            newsletter: false
            ---

            ![A bed](https://cdn-images-1.medium.com/max/800/1*abc.jpeg "A bed")

            Read [the second](second.md).

            ```python
            if x:
                y()
            ```

            ![Video](https://www.youtube.com/watch?v=abcdefghijk)

            [Code on GitHub](https://gist.github.com/ann/0f0f)

            [A study](https://example.net/study)\
            Of forty cats

            > Quoted

            """.ReplaceLineEndings("\n"),
            _world.Article("resting-well")
        );
        Assert.Contains("status: draft", _world.Article("not-yet"));
        Assert.Contains("3 articles, 1 draft among them", said);
        foreach (
            var named in new[]
            {
                "A response to another post: 'Thanks for this!'",
                "claps: 1 file about your account",
                "profile: 1 file",
                "medium.com: Addresses there cannot lead here",
                "abc.jpeg",
            }
        )
            Assert.Contains(named, _world.Report());
        await _world.BuildAsync();
    }
}
