namespace FunctionsPipeline.Cli.Tests.Migrate;

public sealed class GhostTests : IDisposable
{
    private const string Cards = """
        <p>Read <a href=\"__GHOST_URL__/second-post/#why\">the other one</a>, or <a href=\"__GHOST_URL__/nowhere/\">a lost page</a>.</p>
        <figure class=\"kg-card kg-image-card kg-card-hascaption\"><img src=\"__GHOST_URL__/content/images/size/w600/2024/02/cat.png\" class=\"kg-image\" alt=\"A grey cat\" loading=\"lazy\"><figcaption>Tom, at rest</figcaption></figure>
        <figure class=\"kg-card kg-gallery-card kg-width-wide\"><div class=\"kg-gallery-container\"><div class=\"kg-gallery-row\"><div class=\"kg-gallery-image\"><img src=\"__GHOST_URL__/content/images/2024/02/cat.png\" alt=\"One\"></div><div class=\"kg-gallery-image\"><img src=\"https://images.example.net/dog.jpg\" alt=\"Two\"></div></div></div></figure>
        <figure class=\"kg-card kg-bookmark-card\"><a class=\"kg-bookmark-container\" href=\"https://example.net/study\"><div class=\"kg-bookmark-content\"><div class=\"kg-bookmark-title\">A study</div><div class=\"kg-bookmark-description\">Of forty cats.</div><div class=\"kg-bookmark-metadata\"><img class=\"kg-bookmark-icon\" src=\"https://example.net/icon.png\"><span class=\"kg-bookmark-author\">Example</span></div></div></a></figure>
        <figure class=\"kg-card kg-embed-card\"><iframe src=\"https://www.youtube.com/embed/abcdefghijk?feature=oembed\" title=\"How to rest\"></iframe></figure>
        <div class=\"kg-card kg-callout-card kg-callout-card-blue\"><div class=\"kg-callout-emoji\">💡</div><div class=\"kg-callout-text\">Rest <b>first</b>.</div></div>
        <div class=\"kg-card kg-toggle-card\" data-kg-toggle-state=\"close\"><div class=\"kg-toggle-heading\"><h4 class=\"kg-toggle-heading-text\">Why?</h4><button class=\"kg-toggle-card-icon\"><svg></svg></button></div><div class=\"kg-toggle-content\"><p>Because.</p></div></div>
        <div class=\"kg-card kg-button-card\"><a href=\"https://example.net/book\" class=\"kg-btn\">Book a visit</a></div>
        <div class=\"kg-card kg-audio-card\"><div class=\"kg-audio-player-container\"><audio src=\"__GHOST_URL__/content/media/2024/02/purr.mp3\" preload=\"metadata\"></audio><div class=\"kg-audio-title\">Purring</div><div class=\"kg-audio-player\"><button>Play</button></div></div></div>
        <div class=\"kg-card kg-file-card\"><a class=\"kg-file-card-container\" href=\"__GHOST_URL__/content/files/plan.pdf\" download><div class=\"kg-file-card-contents\"><div class=\"kg-file-card-title\">The plan</div><div class=\"kg-file-card-caption\">Two pages</div><div class=\"kg-file-card-metadata\"><div class=\"kg-file-card-filename\">plan.pdf</div></div></div></a></div>
        <div class=\"kg-card kg-signup-card\"><form data-members-form><h2>Join us</h2><input></form></div>
        <pre><code class=\"language-python\">print(1)</code></pre>
        <!--kg-card-begin: html--><div class=\"x\"><script>track()</script>Raw <i>words</i></div><!--kg-card-end: html-->
        """;

    private readonly MigrationWorld _world = new();

    public void Dispose() => _world.Dispose();

    private static string Export(string html = Cards) =>
        """
            {"db":[{"meta":{"exported_on":1706000000000,"version":"5.80.0"},"data":{
            "custom_theme_settings":[{"id":"1","theme":"casper","key":"color"}],
            "newsletters":[{"id":"n1","name":"Notes","slug":"notes"}],
            "posts":[
            {"id":"p1","uuid":"u1","title":"Rest & \"sleep\"","slug":"rest-and-sleep","mobiledoc":null,"lexical":"{}","html":"@HTML@","comment_id":"p1","plaintext":"…","feature_image":"__GHOST_URL__/content/images/2024/02/cat.png","featured":0,"type":"post","status":"published","locale":null,"visibility":"public","created_at":"2024-02-01T08:00:00.000Z","updated_at":"2024-02-02T08:00:00.000Z","published_at":"2024-02-03T08:30:00.000Z","custom_excerpt":"What rest does.","codeinjection_head":"<style></style>","codeinjection_foot":null,"custom_template":null,"canonical_url":null,"newsletter_id":null},
            {"id":"p2","uuid":"u2","title":"Second","slug":"second-post","html":"<p>Two.</p>","type":"post","status":"published","visibility":"paid","created_at":"2024-02-01T08:00:00.000Z","published_at":"2024-02-04T08:00:00.000Z"},
            {"id":"p3","uuid":"u3","title":"Idea","slug":"idea","html":"<p>Three.</p>","type":"post","status":"draft","visibility":"public","created_at":1706774400000,"published_at":null},
            {"id":"p4","uuid":"u4","title":"Soon","slug":"soon","html":"<p>Four.</p>","type":"post","status":"scheduled","visibility":"public","created_at":"2024-02-01T08:00:00.000Z","published_at":"2030-02-01T08:00:00.000Z"},
            {"id":"p5","uuid":"u5","title":"Only mail","slug":"only-mail","html":"<p>Five.</p>","type":"post","status":"sent","visibility":"public","created_at":"2024-02-01T08:00:00.000Z","published_at":"2024-02-01T08:00:00.000Z"},
            {"id":"p6","uuid":"u6","title":"About us","slug":"about","html":"<p>Six.</p>","type":"page","status":"published","visibility":"public","created_at":"2024-02-01T08:00:00.000Z","published_at":"2024-02-01T08:00:00.000Z"},
            {"id":"p7","uuid":"u7","title":"Lexical","slug":"lexical","html":null,"lexical":"{\"root\":{\"children\":[{\"type\":\"extended-heading\",\"tag\":\"h2\",\"children\":[{\"type\":\"extended-text\",\"text\":\"Head\",\"format\":0}]},{\"type\":\"paragraph\",\"children\":[{\"type\":\"extended-text\",\"text\":\"Bold\",\"format\":1},{\"type\":\"extended-text\",\"text\":\" and \",\"format\":0},{\"type\":\"link\",\"url\":\"https://example.net/\",\"children\":[{\"type\":\"extended-text\",\"text\":\"link\",\"format\":0}]}]},{\"type\":\"codeblock\",\"code\":\"x=1\",\"language\":\"js\"},{\"type\":\"list\",\"listType\":\"bullet\",\"children\":[{\"type\":\"listitem\",\"children\":[{\"type\":\"extended-text\",\"text\":\"item\",\"format\":0}]}]},{\"type\":\"product\",\"productTitle\":\"Pillow\"}],\"type\":\"root\",\"version\":1}}","type":"post","status":"published","visibility":"public","published_at":"2024-01-01T08:00:00.000Z"},
            {"id":"p8","uuid":"u8","title":"Mobiledoc","slug":"mobiledoc","html":null,"lexical":null,"mobiledoc":"{\"version\":\"0.3.1\",\"atoms\":[[\"soft-return\",\"\",{}]],\"cards\":[[\"hr\",{}]],\"markups\":[[\"strong\"],[\"a\",[\"href\",\"https://example.net/m\"]]],\"sections\":[[1,\"h3\",[[0,[],0,\"Head\"]]],[1,\"p\",[[0,[0],1,\"Bold\"],[0,[],0,\" and \"],[0,[1],1,\"link\"],[1,[],0,0],[0,[],0,\"below\"]]],[10,0],[3,\"ul\",[[[0,[],0,\"item\"]]]]],\"ghostVersion\":\"4.0\"}","type":"post","status":"published","visibility":"public","published_at":"2024-01-01T08:00:00.000Z"}],
            "posts_authors":[{"id":"a1","post_id":"p1","author_id":"w2","sort_order":1},{"id":"a2","post_id":"p1","author_id":"w1","sort_order":0}],
            "posts_meta":[{"id":"m1","post_id":"p1","feature_image_alt":"A cat on a sofa","feature_image_caption":"Photo: <b>Ann</b>"}],
            "posts_tags":[{"id":"t1","post_id":"p1","tag_id":"g2","sort_order":1},{"id":"t2","post_id":"p1","tag_id":"g1","sort_order":0},{"id":"t3","post_id":"p1","tag_id":"g3","sort_order":2}],
            "products":[{"id":"x1","name":"Gold"},{"id":"x2","name":"Silver"}],
            "settings":[{"id":"s1","key":"title","value":"Our notes"}],
            "tags":[{"id":"g1","name":"Sleep","slug":"sleep","visibility":"public"},{"id":"g2","name":"Back pain","slug":"back-pain","visibility":"public"},{"id":"g3","name":"#wide","slug":"hash-wide","visibility":"internal"}],
            "users":[{"id":"w1","name":"Ann Lee","slug":"ann","email":"ann@example.org"},{"id":"w2","name":"Bo","slug":"bo","email":"bo@example.org"}]}}]}
            """.Replace("@HTML@", html.ReplaceLineEndings("\\n"), StringComparison.Ordinal);

    private string Zip() =>
        _world.Zip(
            "ghost.zip",
            ("my-site.ghost.2024-02-10.json", Export()),
            ("content/images/2024/02/cat.png", "not really a picture"),
            ("content/images/2024/02/unused.png", "nor this"),
            ("content/media/2024/02/purr.mp3", "sound"),
            ("content/files/plan.pdf", "%PDF"),
            (
                "members.csv",
                """
                id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels,tiers
                1,noor@example.org,Noor,,true,false,,2024-02-01T08:00:00.000Z,,vip,
                2,iris@example.org,Iris,,false,false,,2024-02-01T08:00:00.000Z,,,
                3,omar@example.org,Omar,,true,false,cus_1,2024-02-01T08:00:00.000Z,2024-09-01T08:00:00.000Z,,Gold
                4,vera@example.org,=Vera,,true,true,,2023-01-05T08:00:00.000Z,,,
                """
            )
        );

    [Fact]
    public async Task A_post_arrives_with_all_that_it_is_made_of()
    {
        var said = await _world.MigrateAsync("ghost", Zip(), "--url", "https://notes.example.org");

        var article = _world.Article("rest-and-sleep");
        Assert.StartsWith(
            """
            ---
            title: "Rest & \"sleep\""
            slug: rest-and-sleep
            date: 2024-02-03T08:30:00Z
            summary: "What rest does."
            tags: ["Sleep", "Back pain"]
            author: ["Ann Lee", "Bo"]
            image: "pictures/content/images/2024/02/cat.png"
            imageAlt: "A cat on a sofa"
            newsletter: false
            ---

            Read [the other one](second-post.md#why), or [a lost page](https://notes.example.org/nowhere/).

            ![A grey cat](pictures/content/images/2024/02/cat.png "Tom, at rest")

            ![One](pictures/content/images/2024/02/cat.png)

            ![Two](https://images.example.net/dog.jpg)

            [A study](https://example.net/study)\
            Of forty cats.

            ![How to rest](https://www.youtube.com/watch?v=abcdefghijk)

            > 💡 Rest **first**.

            **Why?**

            Because.

            [Book a visit](https://example.net/book)

            ![Purring](pictures/content/media/2024/02/purr.mp3)

            [The plan](https://notes.example.org/content/files/plan.pdf)\
            Two pages

            ```python
            print(1)
            ```

            Raw _words_
            """.ReplaceLineEndings("\n"),
            article
        );
        Assert.DoesNotContain("track", article);
        Assert.Contains("8 articles, 4 drafts among them; 2 pictures.", said);
        await _world.BuildAsync();
    }

    [Fact]
    public async Task What_readers_could_not_see_is_a_draft()
    {
        await _world.MigrateAsync("ghost", Zip());

        foreach (
            var (name, reason) in new[]
            {
                ("second-post", "for members"),
                ("idea", null),
                ("soon", "scheduled"),
                ("only-mail", "by mail only"),
            }
        )
        {
            Assert.Contains("\nstatus: draft\n", _world.Article(name));
            Assert.DoesNotContain("newsletter:", _world.Article(name));
            if (reason is not null)
                Assert.Contains(reason, _world.Report());
        }
        Assert.DoesNotContain("status:", _world.Article("about-article"));
        Assert.DoesNotContain("aliases:", _world.Article("about-article"));
        Assert.Contains("The old address '/about/' cannot lead here", _world.Report());
    }

    [Fact]
    public async Task Texts_without_html_are_read_as_the_editors_keep_them()
    {
        await _world.MigrateAsync("ghost", Zip());

        Assert.EndsWith(
            "## Head\n\n**Bold** and [link](https://example.net/)\n\n```js\nx=1\n```\n\n- item\n",
            _world.Article("lexical")
        );
        Assert.EndsWith(
            "### Head\n\n**Bold** and [link](https://example.net/m)\\\nbelow\n\n***\n\n- item\n",
            _world.Article("mobiledoc")
        );
        Assert.Contains("The card 'product' means nothing here", _world.Report());
    }

    [Fact]
    public async Task What_has_no_place_here_is_named()
    {
        await _world.MigrateAsync("ghost", Zip());

        var report = _world.Report();
        foreach (
            var named in new[]
            {
                "2 rows of 'products'",
                "1 row of 'newsletters'",
                "1 internal tag",
                "codeinjection\\_head",
                "The caption of the picture at the top was left out: Photo: Ann",
                "unused.png: No article shows this file",
                "plan.pdf: This file has no place",
                "A form to sign up was left out",
                "https://images.example.net/dog.jpg",
                "nowhere/",
            }
        )
            Assert.Contains(named.Replace("\\_", "_"), report.Replace("\\_", "_").Replace("<", "").Replace(">", ""));
    }

    [Fact]
    public async Task Members_who_want_mail_arrive_with_their_date()
    {
        var said = await _world.MigrateAsync("ghost", Zip(), "--newsletter", "news");

        Assert.Contains("2 subscribers in subscribers.csv.", said);
        Assert.Contains("2 rows of subscribers left out: left.", said);
        Assert.Contains("--newsletter news --basis BASIS --dry-run", said);
        var rows = await File.ReadAllLinesAsync(Path.Combine(_world.Output, "subscribers.csv"));
        Assert.Equal("email,name,language,newsletters,consent_basis,consent_date,consent_evidence", rows[0]);
        Assert.Equal(
            "noor@example.org,Noor,,news,,2024-02-01T08:00:00Z,\"Moved from Ghost to the newsletter 'news': members.csv, row 2; created_at 2024-02-01T08:00:00.000Z\"",
            rows[1]
        );
        Assert.Equal(3, rows.Length);
        var progress = await _world.ImportAsync();
        Assert.Equal((2L, 0L), (progress.Imported, progress.Refused));
    }

    [Fact]
    public async Task A_file_of_an_old_version_without_a_list_of_databases_is_read()
    {
        var export =
            """{"meta":{"exported_on":1388805572000,"version":"003"},"data":{"posts":[{"id":5,"title":"Old","slug":"old","markdown":"Some *words*","html":"<p>Some <em>words</em></p>","image":null,"featured":0,"page":0,"status":"published","language":"en_US","author_id":1,"created_at":1388804572000,"published_at":1388804572000}],"tags":[{"id":3,"name":"Tag","slug":"tag"}],"posts_tags":[{"tag_id":3,"post_id":5}],"users":[{"id":1,"name":"Joe"}]}}""";

        await _world.MigrateAsync("ghost", _world.File("old.json", "\ufeff" + export));

        Assert.Contains(
            "date: 2014-01-04T03:02:52Z\ntags: [\"Tag\"]\nauthor: [\"Joe\"]\nlang: en-US\n",
            _world.Article("old")
        );
        await _world.BuildAsync();
    }

    [Theory]
    [InlineData("\"title\":\"a\"},{\"id\":\"2\",\"ti", 0)]
    [InlineData("\"title\":", 2_000)]
    public async Task A_file_that_ends_early_or_is_too_deep_is_refused_with_its_line(string rest, int depth)
    {
        var export =
            "{\"db\":[{\"meta\":{\"version\":\"5\"},\"data\":{\"posts\":[{\"id\":\"1\","
            + rest
            + new string('[', depth);

        var (code, said, complained) = await _world.RunAsync("ghost", _world.File("export.json", export));

        Assert.Equal((1, ""), (code, said));
        Assert.Equal("'export.json' ends early or is broken on line 1. Download the export again.", complained.Trim());
        Assert.False(Directory.Exists(_world.Output));
    }
}
