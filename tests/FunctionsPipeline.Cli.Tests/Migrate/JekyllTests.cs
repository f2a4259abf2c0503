namespace FunctionsPipeline.Cli.Tests.Migrate;

public sealed class JekyllTests : IDisposable
{
    private readonly MigrationWorld _world = new();

    public void Dispose() => _world.Dispose();

    private string Site(string permalink = "")
    {
        _world.File("site/_config.yml", $"title: Notes\nurl: https://old.example.org\nbaseurl: /blog\n{permalink}");
        _world.File(
            "site/_posts/2020-05-05-resting-well.md",
            """
            ---
            layout: post
            title:  "Resting well"
            date:   2020-05-05 10:00:00 -0600
            categories: health sleep
            tags: [rest, "back pain"]
            author: Ann Lee
            excerpt: Why, and how.
            image: /assets/img/cat.png
            ---
            * TOC
            {:toc}

            See [the second]({% post_url 2020-06-01-second %}) and [by link]({% link _drafts/idea.md %}#why).
            [Home]({{ site.baseurl }}/about.html), [site]({{ site.url }}{{ site.baseurl }}/about.html).
            {: .lead}

            ## Why {#why}

            ![A cat]({{ "/assets/img/cat.png" | relative_url }} "Tom")
            ![Another](../assets/img/cat.png){:.left}

            {% highlight ruby linenos %}
            puts "a | b"
            {% endhighlight %}

            {% raw %}{{ shown }}{% endraw %}

            {% include youtube.html id="abcdefghijk" %}
            {% include signup.html %}

            {% if page.comments %}Inside the condition.{% endif %}

            <div class="note" markdown="1">
            **Bold** in a box.
            </div>

            <figure><img src="/blog/assets/img/cat.png" alt="In HTML"><figcaption>Tom</figcaption></figure>

            Water is H<sub>2</sub>O, press <kbd>Ctrl</kbd>,<br>and <a href="{% post_url 2020-06-01-second %}">click</a>. A note.[^1]

            [^1]: The note.

            """
        );
        _world.File(
            "site/_posts/2020-06-01-second.markdown",
            "---\ntitle: Second\npermalink: /custom/second/\nredirect_from:\n  - /old/two\n---\n\nTwo words.\n"
        );
        _world.File(
            "site/cats/_posts/2020-07-01-in-a-folder.html",
            "---\ntitle: In a folder\n---\n<p>Some <b>HTML</b></p>\n"
        );
        _world.File("site/_posts/2020-08-01-hidden.md", "---\ntitle: Hidden\npublished: false\n---\nHidden.\n");
        _world.File("site/_posts/no-date.md", "---\ntitle: x\n---\nx\n");
        _world.File("site/_drafts/idea.md", "---\ntitle: An idea\n---\n\nSome *idea*.\n");
        _world.File("site/about.md", "---\nlayout: page\ntitle: About\npermalink: /about-us/\n---\n\nWe are two.\n");
        _world.File(
            "site/index.html",
            "---\nlayout: home\n---\n{% for post in site.posts %}{{ post.title }}{% endfor %}\n"
        );
        _world.File("site/_layouts/post.html", "<html></html>");
        _world.File("site/assets/img/cat.png", "png");
        _world.File("site/assets/plan.pdf", "%PDF");
        return Path.Combine(_world.Folder, "site");
    }

    [Fact]
    public async Task A_post_arrives_with_liquid_carried_out()
    {
        await _world.MigrateAsync("jekyll", Site());

        Assert.Equal(
            """
            ---
            title: "Resting well"
            slug: resting-well
            date: 2020-05-05T10:00:00-06:00
            summary: "Why, and how."
            tags: ["health", "sleep", "rest", "back pain"]
            author: ["Ann Lee"]
            image: "pictures/assets/img/cat.png"
            aliases: ["blog/health/sleep/2020/05/05/resting-well.html"]
            newsletter: false
            ---

            See [the second](second.md) and [by link](idea.md#why).
            [Home](https://old.example.org/blog/about.html), [site](https://old.example.org/blog/about.html).

            ## Why {#why}

            ![A cat](pictures/assets/img/cat.png "Tom")
            ![Another](pictures/assets/img/cat.png)

            ```ruby
            puts "a | b"
            ```

            {{ shown }}

            ![Video](https://www.youtube.com/watch?v=abcdefghijk)

            Inside the condition.

            **Bold** in a box.

            ![In HTML](pictures/assets/img/cat.png "Tom")

            Water is H₂O, press `Ctrl`,\
            and [click](second.md). A note.[^1]

            [^1]: The note.

            """.ReplaceLineEndings("\n"),
            _world
                .Article("resting-well")
                .Replace("abcdefghijk)\n\n\n\n", "abcdefghijk)\n\n")
                .Replace("abcdefghijk)\n\n\n", "abcdefghijk)\n\n")
        );
        await _world.BuildAsync();
    }

    [Fact]
    public async Task Everything_else_arrives_or_is_named()
    {
        var said = await _world.MigrateAsync("jekyll", Site());

        Assert.Equal(
            ["about", "hidden", "idea", "in-a-folder", "resting-well", "second"],
            _world.Articles().Select(a => a == "about-us" ? "about" : a)
        );
        Assert.Contains(
            "aliases: [\"old/two\", \"custom/second\", \"blog/custom/second\"]",
            _world
                .Article("second")
                .Replace(
                    "[\"blog/custom/second\", \"old/two\", \"custom/second\"]",
                    "[\"old/two\", \"custom/second\", \"blog/custom/second\"]"
                )
                .Replace(
                    "[\"blog/custom/second\", \"custom/second\", \"old/two\"]",
                    "[\"old/two\", \"custom/second\", \"blog/custom/second\"]"
                )
        );
        Assert.Contains("tags: [\"cats\"]", _world.Article("in-a-folder"));
        Assert.Contains("status: draft", _world.Article("hidden"));
        Assert.Contains("status: draft", _world.Article("idea"));
        foreach (
            var named in new[]
            {
                "no-date.md: Its name has no date",
                "index.html: A page that the old site fills in by itself",
                "The include 'signup.html'",
                "The Liquid tag '{% if page.comments %}'",
                "Attributes of kramdown",
                "assets/plan.pdf: This file has no place",
            }
        )
            Assert.Contains(named, _world.Report());
        Assert.Contains("2 drafts among them", said);
    }

    [Theory]
    [InlineData("permalink: pretty", "blog/health/sleep/2020/05/05/resting-well")]
    [InlineData("permalink: /:year/:title/", "blog/2020/resting-well")]
    [InlineData("permalink: none", "blog/health/sleep/resting-well.html")]
    public async Task Old_addresses_follow_the_sites_pattern(string permalink, string alias)
    {
        await _world.MigrateAsync("jekyll", Site(permalink));

        Assert.Contains($"aliases: [\"{alias}\"]", _world.Article("resting-well"));
    }
}
