namespace FunctionsPipeline.Cli.Tests.Migrate;

public sealed class HugoTests : IDisposable
{
    private readonly MigrationWorld _world = new();

    public void Dispose() => _world.Dispose();

    private string Site(string settings = "")
    {
        _world.File("site/hugo.toml", $"baseURL = \"https://old.example.org/\"\ntitle = \"Notes\"\n{settings}");
        _world.File(
            "site/content/posts/resting-well/index.md",
            """
            +++
            title = "Resting well"
            date = 2020-05-05T10:00:00Z
            tags = ["sleep", "rest"]
            categories = ["Health"]
            description = "Why, and how."
            aliases = ["/2019/rest/", "/posts/rest.html"]
            [cover]
            image = "bed.jpg"
            alt = "A bed"
            +++

            See [the second]({{< ref "/posts/second.md#why" >}}), [again]({{< relref "second" >}}) or [by path](../second.md).

            {{< figure src="bed.jpg" alt="A bed" caption="Made, at last" >}}

            ![From static](/img/cat.png)

            {{< youtube abcdefghijk >}}

            {{< tweet user="ann" id="123" >}}

            {{< gist ann 0f0f >}}

            {{< highlight go "linenos=table" >}}
            fmt.Println("{{ x }}")
            {{< /highlight >}}

            {{% notice tip %}}
            Inside **a notice**.
            {{% /notice %}}

            {{</* figure src="x" */>}}

            <!--more-->

            Raw <em>HTML</em> and a <span style="color: red">span</span>.
            """
        );
        _world.File("site/content/posts/resting-well/bed.jpg", "jpeg");
        _world.File("site/content/posts/resting-well/plan.pdf", "%PDF");
        _world.File(
            "site/content/posts/second.md",
            "---\ntitle: Second\ndate: 2020-06-01\ndraft: false\nslug: number-two\n---\n\n## Why\n\nTwo.\n"
        );
        _world.File(
            "site/content/posts/json.md",
            "{\n  \"title\": \"In JSON\",\n  \"date\": \"2020-07-01\",\n  \"draft\": true\n}\n\nThree.\n"
        );
        _world.File("site/content/posts/french.fr.md", "---\ntitle: Bonjour\ndate: 2020-06-01\n---\n\nQuatre.\n");
        _world.File(
            "site/content/posts/later.md",
            "---\ntitle: Later\ndate: 2020-06-01\npublishDate: 2020-06-02\n---\n\nSix.\n"
        );
        _world.File(
            "site/content/posts/ends.md",
            "---\ntitle: Ends\ndate: 2020-06-01\nexpiryDate: 2021-01-01\n---\n\nFive.\n"
        );
        _world.File("site/content/posts/_index.md", "---\ntitle: Posts\n---\n\nAll of them.\n");
        _world.File("site/content/about.md", "---\ntitle: About\nurl: /who-we-are/\n---\n\nWe are two.\n");
        _world.File("site/content/notes.org", "* Org\n");
        _world.File("site/static/img/cat.png", "png");
        _world.File("site/layouts/index.html", "{{ .Title }}");
        return Path.Combine(_world.Folder, "site");
    }

    [Fact]
    public async Task A_bundle_arrives_with_its_pictures_and_shortcodes_carried_out()
    {
        await _world.MigrateAsync("hugo", Site());

        Assert.Equal(
            """
            ---
            title: "Resting well"
            slug: resting-well
            date: 2020-05-05T10:00:00Z
            summary: "Why, and how."
            tags: ["sleep", "rest", "Health"]
            image: "pictures/content/posts/resting-well/bed.jpg"
            imageAlt: "A bed"
            aliases: ["posts/resting-well", "2019/rest", "posts/rest.html"]
            newsletter: false
            ---

            See [the second](number-two.md#why), [again](number-two.md) or [by path](number-two.md).

            ![A bed](pictures/content/posts/resting-well/bed.jpg "Made, at last")

            ![From static](pictures/static/img/cat.png)

            ![Video](https://www.youtube.com/watch?v=abcdefghijk)

            [A post on X](https://x.com/ann/status/123)

            [Code on GitHub](https://gist.github.com/ann/0f0f)

            ```go
            fmt.Println("{{ x }}")
            ```


            Inside **a notice**.


            {{< figure src="x" >}}



            Raw *HTML* and a span.

            """.ReplaceLineEndings("\n"),
            _world.Article("resting-well")
        );
        await _world.BuildAsync();
    }

    [Fact]
    public async Task Everything_else_arrives_or_is_named()
    {
        await _world.MigrateAsync("hugo", Site());

        Assert.Equal(
            ["ends", "french", "json", "later", "number-two", "resting-well", "who-we-are"],
            _world.Articles()
        );
        Assert.Contains("date: 2020-06-01\n", _world.Article("number-two"));
        Assert.Contains("aliases: [\"posts/number-two\"]", _world.Article("number-two"));
        Assert.Contains("status: draft", _world.Article("json"));
        Assert.Contains("status: draft", _world.Article("ends"));
        Assert.DoesNotContain("status:", _world.Article("later"));
        Assert.Contains("lang: fr\n", _world.Article("french"));
        foreach (
            var named in new[]
            {
                "notes.org: Files of this kind (.org)",
                "_index.md: The text above a list",
                "The shortcode 'notice'",
                "plan.pdf: This file has no place",
                "ends.md:4",
            }
        )
            Assert.Contains(named, _world.Report());
    }

    [Fact]
    public async Task Old_addresses_follow_the_sites_pattern()
    {
        await _world.MigrateAsync("hugo", Site("[permalinks]\n  posts = \"/:year/:month/:slug/\"\n"));

        Assert.Contains("aliases: [\"2020/05/resting-well\",", _world.Article("resting-well"));
        Assert.Contains("aliases: [\"2020/06/number-two\"]", _world.Article("number-two"));
    }
}
