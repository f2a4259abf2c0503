using System.IO.Compression;
using System.Text;

namespace FunctionsPipeline.Cli.Tests.Migrate;

/// <summary>What is wrong with an export or an output is one sentence on the error stream, and nothing is written.</summary>
public sealed class HostileExportTests : IDisposable
{
    private const string Ghost =
        """{"db":[{"meta":{"version":"5"},"data":{"posts":[{"id":"1","title":"One","slug":"one","html":"<p>1</p>","status":"published","published_at":"2024-01-01T00:00:00Z"}]}}]}""";

    private readonly MigrationWorld _world = new();

    public void Dispose() => _world.Dispose();

    private async Task RefusedAsync(string service, string export, string sentence)
    {
        var (code, said, complained) = await _world.RunAsync(service, export);
        Assert.Equal((1, ""), (code, said));
        Assert.Contains(sentence, complained);
        Assert.Single(complained.Trim().Split('\n'));
        Assert.DoesNotContain("   at ", complained);
        Assert.False(Directory.Exists(_world.Output));
    }

    [Fact]
    public Task A_path_that_is_not_there_is_named() =>
        RefusedAsync(
            "ghost",
            Path.Combine(_world.Folder, "nothing.json"),
            "is not there. Name the file or folder that the service let you download."
        );

    [Fact]
    public Task An_export_of_another_service_is_recognised() =>
        RefusedAsync(
            "wordpress",
            _world.File("export.json", Ghost),
            "'export.json' looks like an export of Ghost, not of WordPress. Run 'fp migrate ghost …' for it."
        );

    [Fact]
    public Task What_is_no_export_says_what_to_download() =>
        RefusedAsync(
            "substack",
            _world.File("notes.txt", "words"),
            "'notes.txt' is no export of Substack, or it ends early. In Substack, choose Settings"
        );

    [Fact]
    public Task A_zip_that_ends_early_is_refused()
    {
        var path = _world.Zip("export.zip", ("ghost.json", Ghost));
        return RefusedAsync(
            "ghost",
            _world.File("early.zip", File.ReadAllBytes(path)[..^30]),
            "is a ZIP that ends early or is damaged. Download it again"
        );
    }

    [Theory]
    [InlineData("../../etc/passwd", "leads out of the folder")]
    [InlineData("a/../../b", "leads out of the folder")]
    [InlineData("..\\b", "leads out of the folder")]
    [InlineData("/etc/passwd", "the absolute name")]
    [InlineData("C:\\x", "the absolute name")]
    [InlineData("a\nb", "control characters")]
    public Task A_zip_with_hostile_names_is_refused(string name, string sentence) =>
        RefusedAsync("ghost", _world.Zip("export.zip", ("ghost.json", Ghost), (name, "x")), sentence);

    [Fact]
    public Task A_zip_with_a_link_is_refused()
    {
        var path = Path.Combine(_world.Folder, "link.zip");
        using (var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create))
        {
            var entry = archive.CreateEntry("content/images/x.png");
            entry.ExternalAttributes = unchecked((int)0xA1FF0000);
            using var content = entry.Open();
            content.Write("/etc/passwd"u8);
        }
        return RefusedAsync("ghost", path, "the link 'content/images/x.png'");
    }

    [Fact]
    public Task A_zip_that_grows_without_end_is_refused() =>
        RefusedAsync(
            "ghost",
            _world.Zip(
                "bomb.zip",
                [("ghost.json", Encoding.UTF8.GetBytes(Ghost)), ("a.png", new byte[20 * 1024 * 1024])]
            ),
            "200 times larger when it is unpacked"
        );

    [Fact]
    public Task A_zip_that_names_a_file_twice_is_refused() =>
        RefusedAsync(
            "ghost",
            _world.Zip("twice.zip", ("ghost.json", Ghost), ("ghost.json", Ghost)),
            "'ghost.json' twice"
        );

    [Fact]
    public async Task An_output_inside_the_export_is_refused()
    {
        _world.File("moved/../site/_posts/2020-01-01-a.md", "---\ntitle: a\n---\na\n");
        var (code, _, complained) = await _world.RunAsync("jekyll", _world.Folder);

        Assert.Equal(1, code);
        Assert.Contains("lies inside the export", complained);
    }

    [Fact]
    public async Task An_output_that_is_a_file_or_of_another_service_is_refused()
    {
        var export = _world.File("export.json", Ghost);
        _world.File("moved/migration.json", """{"version":1,"service":"hugo","files":{}}""");
        var (other, _, why) = await _world.RunAsync("ghost", export);
        _world.File("moved/migration.json", "words");
        var (damaged, _, what) = await _world.RunAsync("ghost", export);

        Assert.Equal((1, 1), (other, damaged));
        Assert.Contains("holds what was carried over from 'hugo'", why);
        Assert.Contains("is not what a migration wrote", what);
    }

    [Fact]
    public async Task Subscribers_whose_columns_are_not_known_are_asked_about()
    {
        var path = _world.Zip(
            "export.zip",
            ("ghost.json", Ghost),
            ("members.csv", "email,subscribed_to_emails,Opt-in source\nnoor@example.org,true,unsubscribed by phone\n")
        );

        await RefusedAsync("ghost", path, "'members.csv': ");
        await _world.MigrateAsync("ghost", path, "--column", "Opt-in source=ignore");
        Assert.True(_world.Has("subscribers.csv"));
        var (code, _, complained) = await _world.RunAsync(
            "ghost",
            path,
            "--column",
            "Opt-in source=ignore",
            "--column",
            "Opt-in=ignore"
        );
        Assert.Equal(1, code);
        Assert.Contains("has the column that '--column Opt-in=ignore' is about", complained);
    }

    [Fact]
    public Task A_list_of_subscribers_whose_quote_is_never_closed_is_refused() =>
        RefusedAsync(
            "ghost",
            _world.Zip(
                "export.zip",
                ("ghost.json", Ghost),
                ("members.csv", "email,subscribed_to_emails\nnoor@example.org,\"true\n" + new string('x', 40_000))
            ),
            "is a quote never closed?"
        );

    [Fact]
    public async Task Posts_without_title_date_slug_or_text_harm_no_others()
    {
        var export =
            """{"db":[{"meta":{"version":"5"},"data":{"posts":[{"id":"1","html":"<p>Only words.</p>","status":"published"},{"id":"2","title":"Empty","slug":"empty","html":"","status":"published"},{"id":"3","title":"con","slug":"con","html":"<p>A device.</p>","status":"published"},{"id":"4","title":"Long","slug":"@LONG@","html":"<p>Long.</p>","status":"published"},{"id":"5","title":"Отдых","slug":"отдых","html":"<p>Слово.</p>","status":"published"},{"id":"6","title":"draft: true","slug":"x","html":"<p>draft: true</p>","status":"published"},{}]}}]}""".Replace(
                "@LONG@",
                new string('a', 300)
            );

        await _world.MigrateAsync("ghost", _world.File("export.json", export));

        Assert.Equal(5, _world.Articles().Count());
        Assert.Contains("con-article", _world.Articles());
        Assert.Contains(_world.Articles(), a => a.Length is > 60 and <= 80);
        foreach (
            var named in new[]
            {
                "It has no title",
                "It has no date",
                "'empty': It has no text; it was left out.",
                "The site will refuse x.md",
            }
        )
            Assert.Contains(named, _world.Report());
    }

    [Fact]
    public async Task A_post_of_50_MB_and_one_nested_without_end_are_named()
    {
        var large = new StringBuilder("<p>");
        while (large.Length < 50 * 1024 * 1024)
            large.Append("word ");
        var export =
            """{"db":[{"meta":{"version":"5"},"data":{"posts":[{"id":"1","title":"Large","slug":"large","html":"@LARGE@","status":"published","published_at":"2024-01-01T00:00:00Z"},{"id":"2","title":"Deep","slug":"deep","html":"@DEEP@","status":"published"},{"id":"3","title":"Small","slug":"small","html":"<p>x</p>","status":"published"}]}}]}"""
                .Replace("@LARGE@", large.ToString())
                .Replace("@DEEP@", string.Concat(Enumerable.Repeat("<div>", 50_000)));

        await _world.MigrateAsync("ghost", _world.File("export.json", export));

        Assert.Equal(["small"], _world.Articles());
        Assert.Contains("'large': Its text has 50 MB, and an article may have 10; it was left out.", _world.Report());
        Assert.Contains("'deep': Its text cannot be read", _world.Report());
    }
}
