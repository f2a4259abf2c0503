using System.Text;

namespace FunctionsPipeline.Cli.Tests.Migrate;

public sealed class WordPressTests : IDisposable
{
    private const string Head = """
        <?xml version="1.0" encoding="UTF-8" ?>
        <!-- This is a WordPress eXtended RSS file. -->
        <rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
        <channel>
        <title>Old notes</title><link>https://old.example.org</link><language>en-US</language>
        <wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>https://old.example.org</wp:base_site_url><wp:base_blog_url>https://old.example.org</wp:base_blog_url>
        <wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[ann]]></wp:author_login><wp:author_email><![CDATA[ann@example.org]]></wp:author_email><wp:author_display_name><![CDATA[Ann Lee]]></wp:author_display_name></wp:author>
        <wp:category><wp:term_id>3</wp:term_id><wp:category_nicename><![CDATA[sleep]]></wp:category_nicename><wp:cat_name><![CDATA[Sleep]]></wp:cat_name></wp:category>
        <generator>https://wordpress.org/?v=6.5</generator>

        """;

    private const string Gutenberg = """
        <!-- wp:paragraph -->
        <p>First <strong>words</strong>, see <a href="https://old.example.org/2020/05/classic/">the old post</a> and <a href="/?p=12">its number</a>.<sup data-fn="f1-uuid" class="fn"><a href="#f1-uuid" id="f1-uuid-link">1</a></sup></p>
        <!-- /wp:paragraph -->

        <!-- wp:image {"id":20,"sizeSlug":"large"} -->
        <figure class="wp-block-image size-large"><img src="https://old.example.org/wp-content/uploads/2020/05/cat-300x200.jpg" alt="A cat" class="wp-image-20"/><figcaption class="wp-element-caption">Tom</figcaption></figure>
        <!-- /wp:image -->

        <!-- wp:gallery {"linkTo":"none"} -->
        <figure class="wp-block-gallery has-nested-images"><!-- wp:image {"id":21} -->
        <figure class="wp-block-image"><img src="https://old.example.org/wp-content/uploads/2020/05/dog.jpg" alt="A dog"/></figure>
        <!-- /wp:image --></figure>
        <!-- /wp:gallery -->

        <!-- wp:embed {"url":"https://www.youtube.com/watch?v=abcdefghijk","type":"video","providerNameSlug":"youtube"} -->
        <figure class="wp-block-embed is-type-video"><div class="wp-block-embed__wrapper">
        https://www.youtube.com/watch?v=abcdefghijk
        </div><figcaption>How to rest</figcaption></figure>
        <!-- /wp:embed -->

        <!-- wp:code {"className":"language-php"} -->
        <pre class="wp-block-code language-php"><code>&lt;?php echo 1;</code></pre>
        <!-- /wp:code -->

        <!-- wp:table -->
        <figure class="wp-block-table"><table><thead><tr><th>Hour</th><th>Rest</th></tr></thead><tbody><tr><td>1</td><td>yes</td></tr></tbody></table><figcaption>A table</figcaption></figure>
        <!-- /wp:table -->

        <!-- wp:list -->
        <ul><!-- wp:list-item -->
        <li>one</li>
        <!-- /wp:list-item --><!-- wp:list-item -->
        <li>two</li>
        <!-- /wp:list-item --></ul>
        <!-- /wp:list -->

        <!-- wp:latest-posts {"postsToShow":3} /-->

        <!-- wp:shortcode -->
        [contact-form-7 id="77" title="Ask"]
        <!-- /wp:shortcode -->

        <!-- wp:footnotes /-->
        """;

    private const string Classic = """
        The first paragraph
        has two lines.

        [caption id="attachment_20" align="alignright" width="300"]<a href="https://old.example.org/wp-content/uploads/2020/05/cat.jpg"><img class="wp-image-20" src="https://old.example.org/wp-content/uploads/2020/05/cat-300x200.jpg" alt="A cat" width="300" /></a> Tom the <em>cat</em>[/caption]

        A word [sic] stays, and [[gallery]] is shown.

        [gallery ids="20,21,99"]

        [gallery]

        [tweet https://twitter.com/ann/status/1]

        [audio mp3="https://old.example.org/wp-content/uploads/2020/05/purr.mp3"][/audio]

        [fancy_box color="red"]Inside <b>words</b>[/fancy_box]

        [sourcecode language="css"]
        a { color: red; }

        b { }
        [/sourcecode]

        https://vimeo.com/76979871

        <blockquote>Quoted</blockquote>
        Last.
        """;

    private readonly MigrationWorld _world = new();

    public void Dispose() => _world.Dispose();

    private static string Item(
        string id,
        string type,
        string status,
        string name,
        string content,
        string more = "",
        string link = ""
    ) =>
        $"""
            <item>
            <title><![CDATA[Title of {name} & more]]></title>
            <link>{(link.Length > 0 ? link : $"https://old.example.org/2020/05/{name}/")}</link>
            <pubDate>Tue, 05 May 2020 10:00:00 +0000</pubDate>
            <dc:creator><![CDATA[ann]]></dc:creator>
            <guid isPermaLink="false">https://old.example.org/?p={id}</guid>
            <description></description>
            <content:encoded><![CDATA[{content}]]></content:encoded>
            <excerpt:encoded><![CDATA[]]></excerpt:encoded>
            <wp:post_id>{id}</wp:post_id>
            <wp:post_date><![CDATA[2020-05-05 06:00:00]]></wp:post_date>
            <wp:post_date_gmt><![CDATA[{(
                status == "draft" ? "0000-00-00 00:00:00" : "2020-05-05 10:00:00"
            )}]]></wp:post_date_gmt>
            <wp:post_name><![CDATA[{(status == "draft" ? "" : name)}]]></wp:post_name>
            <wp:status><![CDATA[{status}]]></wp:status>
            <wp:post_type><![CDATA[{type}]]></wp:post_type>
            {more}
            </item>

            """;

    private static string Export(string items) => Head + items + "</channel>\n</rss>\n";

    private static string All() =>
        Export(
            Item(
                "11",
                "post",
                "publish",
                "blocks",
                Gutenberg,
                """
                <wp:post_password><![CDATA[]]></wp:post_password>
                <category domain="category" nicename="sleep"><![CDATA[Sleep]]></category>
                <category domain="post_tag" nicename="back"><![CDATA[Back &amp; neck]]></category>
                <category domain="post_format" nicename="post-format-aside"><![CDATA[Aside]]></category>
                <wp:postmeta><wp:meta_key><![CDATA[_thumbnail_id]]></wp:meta_key><wp:meta_value><![CDATA[20]]></wp:meta_value></wp:postmeta>
                <wp:postmeta><wp:meta_key><![CDATA[footnotes]]></wp:meta_key><wp:meta_value><![CDATA[[{"content":"A <em>note<\/em>.","id":"f1-uuid"}]]]></wp:meta_value></wp:postmeta>
                <wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author><![CDATA[Bo]]></wp:comment_author><wp:comment_content><![CDATA[Nice]]></wp:comment_content></wp:comment>
                <wp:comment><wp:comment_id>2</wp:comment_id><wp:comment_content><![CDATA[Yes]]></wp:comment_content></wp:comment>
                """
            )
                + Item("12", "post", "publish", "classic", Classic)
                + Item("13", "post", "draft", "idea", "<p>Idea</p>", link: "https://old.example.org/?p=13")
                + Item("14", "post", "private", "secret", "<p>Secret</p>")
                + Item("15", "post", "future", "soon", "<p>Soon</p>")
                + Item(
                    "16",
                    "post",
                    "publish",
                    "locked",
                    "<p>Locked</p>",
                    "<wp:post_password><![CDATA[pw]]></wp:post_password>"
                )
                + Item("17", "page", "publish", "contact", "<p>Call us.</p>", link: "https://old.example.org/contact/")
                + Item("18", "post", "trash", "gone", "<p>Gone</p>")
                + Item("19", "product", "publish", "pillow", "<p>Buy</p>")
                + Item("22", "nav_menu_item", "publish", "menu", "")
                + Item(
                    "23",
                    "post",
                    "publish",
                    "%e7%9d%a1%e7%9c%a0",
                    "<p>睡眠 sleep</p>",
                    link: "https://old.example.org/2020/05/%e7%9d%a1%e7%9c%a0/"
                )
                + Item(
                    "24",
                    "post",
                    "publish",
                    "blocks",
                    "<p>The same name again</p>",
                    link: "https://old.example.org/2021/01/blocks/"
                )
                + Item(
                    "20",
                    "attachment",
                    "inherit",
                    "cat",
                    "",
                    """
                    <wp:post_parent>12</wp:post_parent>
                    <wp:attachment_url><![CDATA[https://old.example.org/wp-content/uploads/2020/05/cat.jpg]]></wp:attachment_url>
                    <wp:postmeta><wp:meta_key><![CDATA[_wp_attachment_image_alt]]></wp:meta_key><wp:meta_value><![CDATA[A cat, grey]]></wp:meta_value></wp:postmeta>
                    """
                )
                + Item(
                    "21",
                    "attachment",
                    "inherit",
                    "dog",
                    "",
                    "<wp:attachment_url><![CDATA[https://old.example.org/wp-content/uploads/2020/05/dog.jpg]]></wp:attachment_url>"
                )
        );

    private string Zip() =>
        _world.Zip(
            "site.zip",
            ("site.WordPress.2024-01-01.xml", All()),
            ("wp-content/uploads/2020/05/cat.jpg", "jpeg"),
            ("wp-content/uploads/2020/05/purr.mp3", "mp3")
        );

    [Fact]
    public async Task Blocks_become_markdown()
    {
        await _world.MigrateAsync("wordpress", Zip());

        Assert.Equal(
            """
            ---
            title: "Title of blocks & more"
            slug: blocks
            date: 2020-05-05T10:00:00Z
            tags: ["Sleep", "Back & neck"]
            author: ["Ann Lee"]
            image: "pictures/wp-content/uploads/2020/05/cat.jpg"
            imageAlt: "A cat, grey"
            aliases: ["2020/05/blocks"]
            newsletter: false
            ---

            First **words**, see [the old post](classic.md) and [its number](classic.md).[^1]

            ![A cat](pictures/wp-content/uploads/2020/05/cat.jpg "Tom")

            ![A dog](https://old.example.org/wp-content/uploads/2020/05/dog.jpg)

            ![Video](https://www.youtube.com/watch?v=abcdefghijk)

            How to rest

            ```php
            <?php echo 1;
            ```

            | Hour | Rest |
            | --- | --- |
            | 1 | yes |

            A table

            - one
            - two

            [^1]: A _note_.

            """.ReplaceLineEndings("\n"),
            _world.Article("blocks")
        );
        await _world.BuildAsync();
    }

    [Fact]
    public async Task The_classic_editors_paragraphs_and_shortcodes_become_markdown()
    {
        await _world.MigrateAsync("wordpress", Zip());

        Assert.EndsWith(
            """
            The first paragraph\
            has two lines.

            ![A cat](pictures/wp-content/uploads/2020/05/cat.jpg "Tom the cat")

            A word \[sic] stays, and \[gallery] is shown.

            ![A cat, grey](pictures/wp-content/uploads/2020/05/cat.jpg)

            ![](https://old.example.org/wp-content/uploads/2020/05/dog.jpg)

            ![A cat, grey](pictures/wp-content/uploads/2020/05/cat.jpg)

            [Embedded from twitter.com](https://twitter.com/ann/status/1)

            ![Audio](pictures/wp-content/uploads/2020/05/purr.mp3)

            Inside **words**

            ```css
            a { color: red; }

            b { }
            ```

            ![Video](https://vimeo.com/76979871)

            > Quoted

            Last.

            """.ReplaceLineEndings("\n"),
            _world.Article("classic")
        );
    }

    [Fact]
    public async Task Everything_arrives_or_is_named()
    {
        var said = await _world.MigrateAsync("wordpress", Zip());

        Assert.Equal(
            [
                "article-",
                "blocks",
                "blocks-2",
                "classic",
                "contact",
                "locked",
                "secret",
                "soon",
                "title-of-idea-and-more",
            ],
            _world.Articles().Select(a => a.StartsWith("article-", StringComparison.Ordinal) ? "article-" : a)
        );
        foreach (var draft in new[] { "title-of-idea-and-more", "secret", "soon", "locked" })
            Assert.Contains("\nstatus: draft\n", _world.Article(draft));
        Assert.DoesNotContain("aliases", _world.Article("contact"));
        Assert.Contains("aliases: [\"2021/01/blocks\"]", _world.Article("blocks-2"));
        Assert.Contains("9 articles, 4 drafts among them; 2 pictures.", said);
        var report = _world.Report();
        foreach (
            var named in new[]
            {
                "2 comments on 'blocks'",
                "The block 'latest-posts'",
                "'\\[contact-form-7]'",
                "'\\[fancy_box]'",
                "The picture number 99 of a gallery",
                "'gone' was in the trash",
                "'pillow' is of type 'product'",
                "Of type 'nav_menu_item': 1",
                "dog.jpg",
                "Another post has the same address; this one is 'blocks-2'",
                "because it was private",
                "because it had a password",
                "because it was scheduled",
                "cannot lead here",
                "2 files of the media library",
            }
        )
            Assert.Contains(named, report);
    }

    [Fact]
    public async Task A_report_names_the_line_of_the_export()
    {
        var path = _world.File("site.xml", All());
        await _world.MigrateAsync("wordpress", path);

        var line = Array.FindIndex(await File.ReadAllLinesAsync(path), l => l.Contains("latest-posts")) + 1;
        Assert.Contains($"site.xml:{line}: The block 'latest-posts'", _world.Report());
    }

    [Fact]
    public async Task Without_its_files_a_picture_stays_linked_and_is_named()
    {
        var said = await _world.MigrateAsync("wordpress", _world.File("site.xml", All()));

        Assert.Contains(
            "image: \"https://old.example.org/wp-content/uploads/2020/05/cat.jpg\"",
            _world.Article("blocks")
        );
        Assert.Contains("--fetch-pictures downloads it", _world.Report());
        Assert.Contains("0 pictures.", said);
    }

    [Fact]
    public async Task A_broken_entry_stops_all_unless_it_is_to_be_skipped()
    {
        var broken = Item("2", "post", "publish", "two", "x").Replace("</dc:creator>", "</dc:creatr>");
        var path = _world.File(
            "site.xml",
            Export(
                Item("1", "post", "publish", "one", "<p>1</p>")
                    + broken
                    + Item("3", "post", "publish", "three", "<p>3</p>")
            )
        );
        var line = Array.FindIndex(await File.ReadAllLinesAsync(path), l => l.Contains("dc:creatr")) + 1;

        var (code, _, complained) = await _world.RunAsync("wordpress", path);
        Assert.Equal(1, code);
        Assert.StartsWith($"'site.xml' is broken on line {line}: ", complained);
        Assert.Contains("--skip-broken", complained);
        Assert.False(Directory.Exists(_world.Output));

        await _world.MigrateAsync("wordpress", path, "--skip-broken");
        Assert.Equal(["one", "three"], _world.Articles());
        Assert.Contains($"site.xml:{line}: The entry around this line is broken", _world.Report());
    }

    [Fact]
    public async Task What_ends_early_or_defines_entities_is_refused()
    {
        var whole = Export(Item("1", "post", "publish", "one", "<p>1</p>"));
        var (early, _, why) = await _world.RunAsync("wordpress", _world.File("early.xml", whole[..^200]));
        var bomb = whole.Replace(
            "<rss",
            "<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;&lol;\">]>\n<rss"
        );
        var (entities, _, explosive) = await _world.RunAsync(
            "wordpress",
            _world.File("bomb.xml", bomb),
            "--skip-broken"
        );

        Assert.Equal((1, 1), (early, entities));
        Assert.Contains("'early.xml' is broken on line ", why);
        Assert.StartsWith("'bomb.xml' defines a document type (DTD), which no export of WordPress does.", explosive);
        Assert.False(Directory.Exists(_world.Output));
    }

    [Fact]
    public async Task Blank_lines_in_front_control_characters_and_windows_line_ends_are_read()
    {
        var export =
            "\r\n\r\n" + Export(Item("1", "post", "publish", "one", "<p>a\u000bb</p>")).ReplaceLineEndings("\r\n");

        await _world.MigrateAsync(
            "wordpress",
            _world.File("site.xml", Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(export)).ToArray())
        );

        Assert.EndsWith("\n\na b\n", _world.Article("one"));
    }
}
