using System.Net;

namespace FunctionsPipeline.Cli.Tests.Preview;

/// <summary><c>fp preview</c> shows a folder as the site, and follows it.</summary>
public sealed class PreviewTests : IDisposable
{
    private readonly ArticlesFolder _folder = new();

    public PreviewTests()
    {
        _folder.Write("walk.md", ArticlesFolder.Good);
        _folder.Write("later.md", Article("Later on", "draft: true\n", "Not yet. ![Night](images/night.png)"));
        _folder.Write("images/night.png", Lint.LintCommandTests.OnePixel);
        _folder.WriteSettings("name: Clinic\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_site_and_each_articles_mail_text_and_report_are_there()
    {
        await using var preview = await PreviewSession.StartAsync(_folder.Path);

        Assert.Contains("A walk each day", await preview.ReadAsync(""), StringComparison.Ordinal);
        Assert.Contains("It <em>helps</em>", await preview.ReadAsync("walk/"), StringComparison.Ordinal);
        Assert.Contains("<table role=\"presentation\"", await preview.ReadAsync("_preview/mail-document?file=walk.md"));
        Assert.Equal(2, (await preview.ReadAsync("_preview/mail?file=walk.md")).Split("<iframe").Length - 1);
        Assert.Contains("It helps", await preview.ReadAsync("_preview/text?file=walk.md"), StringComparison.Ordinal);
        Assert.Contains("status-published", await preview.ReadAsync("_preview/report?file=walk.md"));
        using var feed = await preview.AskAsync("feeds/feed.json");
        Assert.Equal(HttpStatusCode.OK, feed.StatusCode);
        Assert.DoesNotContain("<script", await feed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var missing = await preview.AskAsync("nowhere/");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task A_draft_is_shown_and_marked_and_not_on_the_site()
    {
        await using var preview = await PreviewSession.StartAsync(_folder.Path);

        var page = await preview.ReadAsync("later/");
        Assert.Contains("Draft: this article is not on the site.", page, StringComparison.Ordinal);
        Assert.Contains("_preview/files/images/night.png", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Later on", await preview.ReadAsync(""), StringComparison.Ordinal);
        var list = await preview.ReadAsync("_preview/");
        Assert.Contains("status-draft\">Draft</p>", list, StringComparison.Ordinal);
        Assert.Contains("href=\"/later/\"", list, StringComparison.Ordinal);
        using var picture = await preview.AskAsync("_preview/files/images/night.png");
        Assert.Equal("image/png", picture.Content.Headers.ContentType?.MediaType);
        using var outside = await preview.AskAsync("_preview/files/..%2F..%2Fsettings%2Fsite.yml");
        Assert.Equal(HttpStatusCode.NotFound, outside.StatusCode);
    }

    [Fact]
    public async Task A_welcome_series_is_listed_shown_and_followed()
    {
        _folder.WriteSettings(
            "name: Clinic\nnewsletters:\n  - id: weekly\n    name: Weekly\n    welcome:\n      - hello.md\n      - file: gone.md\n        after: 2 days\n"
        );
        _folder.Write("_welcome/hello.md", "# Hello reader\n\nBegin with [a walk](../walk.md).\n");
        await using var preview = await PreviewSession.StartAsync(_folder.Path);

        var list = await preview.ReadAsync("_preview/");
        Assert.Contains("hello.md</code>, Weekly, at once", list, StringComparison.Ordinal);
        Assert.Contains("gone.md</code>, Weekly, after 2 days", list, StringComparison.Ordinal);
        var document = await preview.ReadAsync("_preview/welcome-document?newsletter=weekly&file=hello.md");
        Assert.Contains("Hello reader", document, StringComparison.Ordinal);
        Assert.Contains("/walk/", document, StringComparison.Ordinal);
        Assert.Contains("Begin with", await preview.ReadAsync("_preview/welcome-text?newsletter=weekly&file=hello.md"));
        Assert.Contains(
            "There is no file of this name",
            await preview.ReadAsync("_preview/welcome?newsletter=weekly&file=gone.md"),
            StringComparison.Ordinal
        );
        using var outside = await preview.AskAsync(
            "_preview/welcome-document?newsletter=weekly&file=..%2F..%2Fsettings%2Fsite.yml"
        );
        Assert.Equal(HttpStatusCode.NotFound, outside.StatusCode);
        using var page = await preview.AskAsync("hello/");
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);

        _folder.Write("_welcome/gone.md", "# Found again\n\nText.\n");
        await preview.UntilAsync(
            "_preview/welcome?newsletter=weekly&file=gone.md",
            text => text.Contains("Found again", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task What_is_saved_shows_and_nothing_else_is_made_again()
    {
        _folder.Write("other.md", Article("Other", "", "Same."));
        await using var preview = await PreviewSession.StartAsync(_folder.Path);
        var before = await preview.ReadAsync("other/");

        _folder.Write("walk.md", ArticlesFolder.Good.Replace("stiff", "much better", StringComparison.Ordinal));

        await preview.UntilAsync("walk/", page => page.Contains("much better", StringComparison.Ordinal));
        Assert.Equal(WithoutVersion(before), WithoutVersion(await preview.ReadAsync("other/")));
    }

    /// <summary>Editors write a file beside the old one and rename it.</summary>
    [Fact]
    public async Task Renamed_and_deleted_files_are_followed()
    {
        await using var preview = await PreviewSession.StartAsync(_folder.Path);

        File.WriteAllText(
            _folder.FileOf(".walk.md.tmp"),
            ArticlesFolder.Good.Replace("stiff", "renamed", StringComparison.Ordinal)
        );
        File.Move(_folder.FileOf(".walk.md.tmp"), _folder.FileOf("walk.md"), overwrite: true);
        await preview.UntilAsync("walk/", page => page.Contains("renamed", StringComparison.Ordinal));

        File.Move(_folder.FileOf("walk.md"), _folder.FileOf("run.md"));
        await preview.UntilAsync("run/", page => page.Contains("renamed", StringComparison.Ordinal));

        File.Delete(_folder.FileOf("run.md"));
        await preview.UntilAsync("_preview/", page => !page.Contains("run.md", StringComparison.Ordinal));
        Assert.DoesNotContain("A walk each day", await preview.ReadAsync(""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_keeps_the_last_good_page_and_its_report_says_so()
    {
        await using var preview = await PreviewSession.StartAsync(_folder.Path);

        _folder.Write("walk.md", "---\ntitle: [\n---\n\nHalf wri");

        await preview.UntilAsync(
            "_preview/report?file=walk.md",
            page => page.Contains("until then the last good version stays", StringComparison.Ordinal)
        );
        Assert.Contains("It <em>helps</em>", await preview.ReadAsync("walk/"), StringComparison.Ordinal);
        Assert.Contains("The file has a mistake.", await preview.ReadAsync("_preview/text?file=walk.md"));
    }

    [Fact]
    public async Task Broken_settings_are_said_on_the_page_and_the_last_good_ones_stay()
    {
        await using var preview = await PreviewSession.StartAsync(_folder.Path);

        _folder.WriteSettings("name: Clinic\nurl: nowhere\n");
        var page = await preview.UntilAsync("walk/", p => p.Contains("<p role=\"status\"", StringComparison.Ordinal));
        Assert.Contains("site.yml, line 2: &#39;url&#39; is not a web address.", page, StringComparison.Ordinal);
        Assert.Contains("Clinic", page, StringComparison.Ordinal);

        _folder.WriteSettings("name: New Clinic\n");
        page = await preview.UntilAsync("walk/", p => p.Contains("New Clinic", StringComparison.Ordinal));
        Assert.DoesNotContain("<p role=\"status\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_and_an_article_that_come_later_show_in_those_that_wait_for_them()
    {
        _folder.Write("walk.md", Article("Walk", "", "![Late](late.png) and [there](run.md)."));
        await using var preview = await PreviewSession.StartAsync(_folder.Path);
        Assert.DoesNotContain("<img", await preview.ReadAsync("walk/"), StringComparison.Ordinal);

        _folder.Write("late.png", Lint.LintCommandTests.OnePixel);
        await preview.UntilAsync("walk/", page => page.Contains("late.png", StringComparison.Ordinal));

        _folder.Write("run.md", Article("Run", "", "Faster."));
        await preview.UntilAsync("walk/", page => page.Contains("/run/\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_files_at_once_are_followed()
    {
        await using var preview = await PreviewSession.StartAsync(_folder.Path);

        for (var i = 0; i < 1000; i++)
            _folder.Write($"many/{i}.md", Article($"Number {i}", $"slug: number-{i}\n", "Text."));

        await preview.UntilAsync("_preview/", page => page.Contains("1002 articles", StringComparison.Ordinal));
        Assert.Contains("Number 999", await preview.ReadAsync("number-999/"), StringComparison.Ordinal);
    }

    /// <summary>A page elsewhere may point its own name here, and would read drafts (DNS rebinding).</summary>
    [Fact]
    public async Task Only_this_machine_is_answered_under_its_own_name()
    {
        await using var preview = await PreviewSession.StartAsync(_folder.Path);

        using var strange = await preview.AskAsync("", r => r.Headers.Host = $"evil.example:{preview.Address.Port}");
        using var own = await preview.AskAsync("", r => r.Headers.Host = $"localhost:{preview.Address.Port}");

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK), (strange.StatusCode, own.StatusCode));
        Assert.Equal("127.0.0.1", preview.Address.Host);
        Assert.DoesNotContain("A walk", await strange.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_c_ends_it_well_also_while_pages_listen()
    {
        await using var preview = await PreviewSession.StartAsync(_folder.Path);

        Assert.Equal(0, await preview.EndAsync());
    }

    [Fact]
    public async Task A_port_that_is_in_use_is_a_sentence()
    {
        await using var preview = await PreviewSession.StartAsync(_folder.Path);
        var port = preview.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

        var second = await CommandRun.RunAsync("preview", _folder.Path, "--port", port, "--no-browser");

        Assert.Equal((1, ""), (second.Code, second.Output));
        Assert.Equal(
            $"Port {port} is in use. Choose another with --port, or --port 0 for a free one.",
            second.Error.TrimEnd()
        );
    }

    private static string Article(string title, string keys, string text) =>
        $"---\ntitle: {title}\ndate: 2026-03-02\nsummary: What it is.\n{keys}---\n\n{text}\n";

    private static string WithoutVersion(string page) =>
        System.Text.RegularExpressions.Regex.Replace(page, "data-version=\"[^\"]*\"", "");
}
