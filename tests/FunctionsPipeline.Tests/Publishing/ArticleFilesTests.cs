using FunctionsPipeline.Storage;
using FunctionsPipeline.Tests.Articles.Images;

namespace FunctionsPipeline.Tests.Publishing;

public sealed class ArticleFilesTests
{
    private const string Drawing =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80\" height=\"40\"><path d=\"M0 0h9\"/></svg>";

    private readonly Newsroom _newsroom = new();

    [Fact]
    public async Task A_picture_beside_the_article_is_published_with_it_and_measured()
    {
        await _newsroom.PutAsync("2026/images/A Drawing.svg", Drawing);

        await _newsroom.DropAsync(
            "2026/back.md",
            "# Back\n\n![A drawing](images/A%20Drawing.svg \"A caption\")\n\nWords."
        );

        Assert.NotNull(await _newsroom.WebAsync("back/a-drawing.svg"));
        var page = await _newsroom.PageAsync("back");
        Assert.Matches(
            "<figure><img src=\"https://clinic.example/back/a-drawing.svg\\?v=[0-9a-f]{8}-2\" alt=\"A drawing\" width=\"80\" height=\"40\"",
            page
        );
        Assert.Contains("<figcaption>A caption</figcaption>", page);
        // Mail clients show no SVG: the words stand in for it.
        Assert.DoesNotContain(".svg", (await _newsroom.DigestAsync("back"))!.FullHtml.ToString());
    }

    [Theory]
    [InlineData("As here ![A knee](a.png).", 600, "<p>As here. <img")]
    [InlineData("As here ![A knee](a.png), and there.", 600, "<p>As here, <img")]
    [InlineData("It says **this** ![A knee](a.png)!", 600, "<strong>this</strong>! <img")]
    [InlineData("As here ![A knee](a.png) too.", 600, "<p>As here <img")]
    [InlineData("As here ![A knee](a.png).png", 600, "<p>As here <img")]
    [InlineData("Press ![The key](a.png).", 24, "<p>Press <img")]
    public async Task No_full_stop_stands_alone_after_a_picture_in_a_sentence(string text, int width, string page)
    {
        await _newsroom.PutAsync("a.png", SampleImages.WholePng((ushort)width, 24));

        await _newsroom.DropAsync("back.md", $"# Back\n\n{text}\n");
        await _newsroom.DropAsync("back.md", $"# Back\n\n{text}\n\nMore.\n");

        Assert.Contains(page, await _newsroom.PageAsync("back"), StringComparison.Ordinal);
        var mail = (await _newsroom.DigestAsync("back"))!.FullHtml.ToString();
        Assert.Contains(
            width > 240
                ? "display:block;width:100%;max-width:536px"
                : $"display:inline-block;vertical-align:middle;max-width:{width}px",
            mail,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("caf\u00E9.svg", "cafe\u0301.svg")]
    [InlineData("cafe\u0301.svg", "caf\u00E9.svg")]
    public async Task A_picture_is_found_however_the_accents_of_its_name_are_stored(string stored, string written)
    {
        await _newsroom.PutAsync(stored, Drawing);

        var report = await _newsroom.DropAsync("back.md", $"# Back\n\n![A drawing]({written})\n\nWords.");

        Assert.Contains(
            "<img src=\"https://clinic.example/back/cafe.svg",
            await _newsroom.PageAsync("back"),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(report.Findings, f => f.Rule == "broken-image");
    }

    [Fact]
    public async Task A_picture_with_the_other_accents_that_comes_later_is_shown_then()
    {
        await _newsroom.DropAsync("back.md", "# Back\n\n![A drawing](caf\u00E9.svg)\n\nWords.");
        await _newsroom.PutAsync("cafe\u0301.svg", Drawing);

        await _newsroom.Publisher.PublishAsync("cafe\u0301.svg", default);

        Assert.Contains("<img src=", await _newsroom.PageAsync("back"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("![A drawing][image1]\n\n[image1]: <data:image/png;base64,iVBORw0KGgo=>")]
    [InlineData("![A drawing](data:image/png;base64,iVBORw0KGgo=)")]
    [InlineData("![A drawing]()")]
    public async Task A_picture_inside_the_text_is_told(string markdown)
    {
        var report = await _newsroom.DropAsync("back.md", "# Back\n\nWords.\n\n" + markdown);

        Assert.Equal(5, Assert.Single(report.Findings, f => f.Rule == "broken-image").Line);
        Assert.Contains("A drawing", await _newsroom.PageAsync("back"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_that_has_not_changed_is_not_copied_again()
    {
        await _newsroom.PutAsync("a.png", SampleImages.Png(("gAMA", [1])));

        Assert.DoesNotContain("back/a.png", await WrittenAgainAsync("![A photo](a.png)"));
    }

    /// <summary>One that an older version published by older rules would stay as it was.</summary>
    [Fact]
    public async Task A_drawing_is_made_again_by_the_rules_of_today()
    {
        await _newsroom.PutAsync("a.svg", Drawing);

        Assert.Contains("back/a.svg", await WrittenAgainAsync("![A drawing](a.svg)"));
    }

    /// <summary>What is written when an article is published a second time.</summary>
    private async Task<List<string>> WrittenAgainAsync(string picture)
    {
        await _newsroom.DropAsync("back.md", $"# Back\n\n{picture}\n\nWords.");
        var written = new List<string>();
        _newsroom.Store.After = (operation, path) =>
        {
            if (operation == nameof(IBlobStore.WriteAsync))
                written.Add(path.Name);
        };

        await _newsroom.Publisher.PublishAsync("back.md", default);

        Assert.Contains("back/index.html", written);
        return written;
    }

    [Fact]
    public async Task A_picture_that_is_not_there_is_found_and_waited_for()
    {
        var report = await _newsroom.DropAsync("back.md", "# Back\n\n![A drawing](a.svg)\n\nWords.");

        Assert.Equal(3, Assert.Single(report.Findings, f => f.Rule == "broken-image").Line);
        Assert.Equal(["a.svg"], (await _newsroom.EntryAsync("back"))!.WaitsFor);
        Assert.DoesNotContain("<img", await _newsroom.PageAsync("back"));
        Assert.NotEmpty(await _newsroom.NamesAsync(Containers.State, "companions/"));
    }

    [Fact]
    public async Task A_picture_that_comes_late_and_each_new_version_of_it_is_shown_at_once()
    {
        const string Line = "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='4'><path d='M0 0'/></svg>";
        await _newsroom.DropAsync("back.md", "# Back\n\n![A drawing](a.svg)\n\nWords.");
        await _newsroom.PutAsync("a.svg", Line);
        await _newsroom.Publisher.PublishAsync("a.svg", default);
        var first = await _newsroom.PageAsync("back");
        Assert.Contains("back/a.svg", first);

        await _newsroom.PutAsync("a.svg", Line.Replace("M0 0", "M1 1", StringComparison.Ordinal));
        await _newsroom.Publisher.PublishAsync("a.svg", default);

        Assert.Contains("M1 1", await _newsroom.WebAsync("back/a.svg"));
        Assert.NotEqual(first, await _newsroom.PageAsync("back")); // the address has changed, so that no browser shows the old one
    }

    [Fact]
    public async Task A_picture_that_is_shown_as_it_is_publishes_nothing_again()
    {
        await _newsroom.PutAsync("a.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='4'/>");
        await _newsroom.DropAsync("back.md", "# Back\n\n![A drawing](a.svg)\n\nWords.");
        var written = _newsroom.Store.Calls["WriteAsync"];

        await _newsroom.Publisher.PublishAsync("a.svg", default);

        Assert.Equal(written, _newsroom.Store.Calls["WriteAsync"]);
    }

    [Fact]
    public async Task A_drawing_is_published_as_it_was_rebuilt_and_the_report_says_what_is_left_out()
    {
        await _newsroom.PutAsync(
            "a.svg",
            """
            <!DOCTYPE svg [<!ATTLIST svg onload CDATA #IMPLIED>]>
            <svg xmlns="http://www.w3.org/2000/svg" width="8" height="4"><a href="https://x.example/"><path d="M0 0h9"/></a><foreignObject><p>Words</p></foreignObject></svg>
            """
        );

        var report = await _newsroom.DropAsync("back.md", "# Back\n\n![A drawing](a.svg)\n\nWords.");

        Assert.Equal(
            "<svg width=\"8\" height=\"4\" xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0h9\" /></svg>",
            await _newsroom.WebAsync("back/a.svg")
        );
        var finding = Assert.Single(report.Findings, f => f.Rule == "reduced-image");
        Assert.Contains("<foreignObject> (line 2 of the drawing)", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"4\"><script>alert(1)</script></svg>")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"4\" onload=\"alert(1)\"/>")]
    [InlineData(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"4\"><rect fill=\"url(https://x.example/)\"/></svg>"
    )]
    [InlineData(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"4\"><use href=\"https://x.example/a.svg#b\"/></svg>"
    )]
    [InlineData("<html><body>Not a picture</body></html>")]
    public async Task A_drawing_that_is_more_than_a_drawing_is_not_published(string svg)
    {
        await _newsroom.PutAsync("a.svg", svg);

        var report = await _newsroom.DropAsync("back.md", "# Back\n\n![A drawing](a.svg)\n\nWords.");

        Assert.Null(await _newsroom.WebAsync("back/a.svg"));
        Assert.Contains(report.Findings, f => f.Rule is "unsafe-image" or "broken-image");
        Assert.DoesNotContain("<img", await _newsroom.PageAsync("back"));
    }

    [Fact]
    public async Task A_picture_is_published_without_the_place_where_it_was_taken()
    {
        await _newsroom.PutAsync("a.png", SampleImages.Png(("eXIf", [.. "GPS 50.4 N"u8]), ("gAMA", [1])));

        await _newsroom.DropAsync("back.md", "# Back\n\n![A photo](a.png)\n\nWords.");

        var published = await _newsroom.WebAsync("back/a.png");
        Assert.Contains("gAMA", published);
        Assert.DoesNotContain("GPS", published);
    }

    [Fact]
    public async Task A_picture_that_is_slow_on_a_phone_is_told_each_time()
    {
        await _newsroom.PutAsync("a.png", SampleImages.Png([.. Enumerable.Repeat(("sPLT", new byte[60_000]), 10)]));

        var first = await _newsroom.DropAsync("back.md", "# Back\n\n![A photo](a.png)\n\nWords.");
        var again = await _newsroom.DropAsync("back.md", "# Back\n\n![A photo](a.png)\n\nOther words.");

        Assert.All([first, again], report => Assert.Single(report.Findings, f => f.Rule == "huge-image"));
    }

    [Fact]
    public async Task A_damaged_picture_is_told_as_one_and_shown_once_it_comes_whole()
    {
        var whole = SampleImages.Png(("gAMA", [1]));
        await _newsroom.PutAsync("a.png", whole[..^3]);
        var report = await _newsroom.DropAsync("back.md", "# Back\n\n![A photo](a.png)\n\nWords.");

        Assert.Contains(
            "damaged",
            Assert.Single(report.Findings, f => f.Rule == "broken-image").Message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("<img", await _newsroom.PageAsync("back"));

        await _newsroom.PutAsync("a.png", whole);
        await _newsroom.Publisher.PublishAsync("a.png", default);
        Assert.Contains("back/a.png", await _newsroom.PageAsync("back"));
    }

    [Fact]
    public async Task A_path_that_leads_out_of_the_container_leads_nowhere()
    {
        var report = await _newsroom.DropAsync("back.md", "# Back\n\n![Secret](../../settings/logo.svg)\n\nWords.");

        Assert.Contains(report.Findings, f => f.Rule == "broken-image");
        Assert.Equal(["back/index.html"], await _newsroom.NamesAsync(Containers.Web));
    }

    [Fact]
    public async Task A_link_to_an_article_that_comes_later_is_waited_for()
    {
        await _newsroom.DropAsync("back.md", "# Back\n\nSee [more](more-of-it.md).");
        Assert.NotEmpty(await _newsroom.NamesAsync(Containers.State, "companions/"));

        await _newsroom.DropAsync("more-of-it.md", "# More\n\nWords.");
        await _newsroom.Publisher.PublishAsync("back.md", default);

        Assert.Contains("https://clinic.example/more-of-it/", await _newsroom.PageAsync("back"));
        Assert.Null((await _newsroom.EntryAsync("back"))!.Updated); // its author has changed nothing
    }
}
