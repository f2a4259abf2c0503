namespace FunctionsPipeline.Cli.Tests.Migrate;

public sealed class SubstackTests : IDisposable
{
    private const string Table = """
        post_id,post_date,is_published,email_sent_at,inbox_sent_at,type,audience,title,subtitle,search_engine_title,search_engine_description,podcast_url
        1001.resting-well,2023-03-01T10:00:00.000Z,true,2023-03-01T10:00:05.000Z,,newsletter,everyone,Resting well,"Why, and how",,,
        1002.for-friends,2023-03-02T10:00:00.000Z,true,2023-03-02T10:00:05.000Z,,newsletter,only_paid,For friends,,,,
        1003.idea,2023-03-03T10:00:00.000Z,false,,,newsletter,everyone,Idea,,,,
        1004.talk,2023-03-04T10:00:00.000Z,true,2023-03-04T10:00:05.000Z,,podcast,everyone,A talk,,,,https://api.substack.com/feed/podcast/1004/abc.mp3
        1005.about-us,2023-03-05T10:00:00.000Z,true,,,page,everyone,About us,,,,
        1006.lost,2023-03-06T10:00:00.000Z,true,,,newsletter,everyone,Lost,,,,
        """;

    private const string Resting = """
        <h2>Begin</h2><p>See <a href="https://notes.substack.com/p/idea?utm_source=x">the idea</a>.<a class="footnote-anchor" data-component-name="FootnoteAnchorToDOM" id="footnote-anchor-1" href="#footnote-1" target="_self">1</a></p>
        <div class="captioned-image-container"><figure><a class="image-link image2" target="_blank" href="https://substackcdn.com/image/fetch/f_auto,q_auto:good/https%3A%2F%2Fsubstack-post-media.s3.amazonaws.com%2Fpublic%2Fimages%2Fabc_800x600.jpeg"><div class="image2-inset"><picture><source type="image/webp" srcset="https://substackcdn.com/image/fetch/w_424,c_limit/https%3A%2F%2Fsubstack-post-media.s3.amazonaws.com%2Fpublic%2Fimages%2Fabc_800x600.jpeg 424w"><img src="https://substackcdn.com/image/fetch/w_1456,c_limit,f_auto/https%3A%2F%2Fsubstack-post-media.s3.amazonaws.com%2Fpublic%2Fimages%2Fabc_800x600.jpeg" alt="A bed"></picture></div></a><figcaption class="image-caption">A bed, made</figcaption></figure></div>
        <div class="subscription-widget-wrap-editor" data-attrs="{}"><div class="subscription-widget"><p class="cta-caption">Thanks for reading!</p><form><input type="email"><input type="submit" value="Subscribe"></form></div></div>
        <div id="youtube2-abcdefghijk" class="youtube-wrap" data-attrs="{&quot;videoId&quot;:&quot;abcdefghijk&quot;,&quot;startTime&quot;:null}" data-component-name="Youtube2ToDOM"><div class="youtube-inner"><iframe src="https://www.youtube-nocookie.com/embed/abcdefghijk"></iframe></div></div>
        <div class="tweet" data-attrs="{&quot;url&quot;:&quot;https://twitter.com/ann/status/1&quot;,&quot;full_text&quot;:&quot;Sleep more&quot;,&quot;username&quot;:&quot;ann&quot;,&quot;name&quot;:&quot;Ann&quot;}"></div>
        <div class="image-gallery-embed" data-attrs="{&quot;gallery&quot;:{&quot;images&quot;:[{&quot;type&quot;:&quot;image/png&quot;,&quot;src&quot;:&quot;https://substack-post-media.s3.amazonaws.com/public/images/one.png&quot;}],&quot;caption&quot;:&quot;Two beds&quot;,&quot;alt&quot;:&quot;Beds&quot;}}"></div>
        <p class="button-wrapper" data-attrs="{}"><a class="button primary" href="https://notes.substack.com/p/resting-well?action=share"><span>Share</span></a></p>
        <p class="button-wrapper"><a class="button primary" href="https://example.net/book"><span>Book a visit</span></a></p>
        <blockquote><p>Quoted</p></blockquote><pre><code>x = 1</code></pre>
        <div class="footnote" data-component-name="FootnoteToDOM"><a id="footnote-1" href="#footnote-anchor-1" class="footnote-number" contenteditable="false" target="_self">1</a><div class="footnote-content"><p>The note.</p></div></div>
        """;

    private readonly MigrationWorld _world = new();

    public void Dispose() => _world.Dispose();

    private string Zip() =>
        _world.Zip(
            "export.zip",
            ("posts.csv", Table),
            ("posts/1001.resting-well.html", Resting),
            ("posts/1002.for-friends.html", "<p>Paid words.</p><div class=\"paywall-jump\"></div><p>More.</p>"),
            ("posts/1003.idea.html", "<p>Idea.</p>"),
            ("posts/1004.talk.html", "<p>Notes of the talk.</p>"),
            ("posts/1005.about-us.html", "<p>We are two.</p>"),
            ("posts/1007.unnamed.html", "<p>Nobody knows.</p>"),
            ("posts/1001.delivers.csv", "post_id,email\n1001,noor@example.org\n"),
            ("posts/1001.opens.csv", "post_id,email\n"),
            (
                "email_list.notes.csv",
                """
                email,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at
                noor@example.org,false,,other,false,2022-02-01T08:00:00.000Z,
                iris@example.org,true,2030-01-01T00:00:00.000Z,yearly,true,2022-02-01T08:00:00.000Z,2022-02-02T00:00:00.000Z
                """
            )
        );

    [Fact]
    public async Task A_post_arrives_with_its_notes_pictures_and_embeds()
    {
        await _world.MigrateAsync("substack", Zip(), "--url", "notes.substack.com");

        Assert.Equal(
            """
            ---
            title: "Resting well"
            slug: resting-well
            date: 2023-03-01T10:00:00Z
            summary: "Why, and how"
            aliases: ["p/resting-well"]
            newsletter: false
            ---

            ## Begin

            See [the idea](idea.md).[^1]

            ![A bed](https://substack-post-media.s3.amazonaws.com/public/images/abc_800x600.jpeg "A bed, made")

            ![Video](https://www.youtube.com/watch?v=abcdefghijk)

            > [Ann](https://twitter.com/ann/status/1)\
            > Sleep more

            ![Beds](https://substack-post-media.s3.amazonaws.com/public/images/one.png)

            Two beds

            [Book a visit](https://example.net/book)

            > Quoted

            ```
            x = 1
            ```

            [^1]: The note.

            """.ReplaceLineEndings("\n"),
            _world.Article("resting-well")
        );
        await _world.BuildAsync();
    }

    [Fact]
    public async Task Everything_else_arrives_or_is_named()
    {
        var said = await _world.MigrateAsync("substack", Zip());

        Assert.Equal(["about-us", "for-friends", "idea", "resting-well", "talk"], _world.Articles());
        Assert.EndsWith(
            "![A talk](https://api.substack.com/feed/podcast/1004/abc.mp3)\n\nNotes of the talk.\n",
            _world.Article("talk")
        );
        Assert.Contains("status: draft", _world.Article("for-friends"));
        Assert.Contains("status: draft", _world.Article("idea"));
        Assert.Contains("1 subscriber in subscribers.csv.", said);
        foreach (
            var named in new[]
            {
                "The post '1006.lost' has no text",
                "1007.unnamed.html: posts.csv does not name this post",
                "posts/1001.delivers.csv",
                "A form to subscribe",
                "The button 'Share'",
                "part for paying readers begins",
                "for members or paying readers only",
                "1 row left out, because the person left: row 3",
            }
        )
            Assert.Contains(named, _world.Report());
        Assert.DoesNotContain("@example.org", _world.Report());
        Assert.Equal(1, (await _world.ImportAsync()).Imported);
    }
}
