using System.Globalization;
using System.Text;
using FunctionsPipeline.Cli.Migrate;
using FunctionsPipeline.Cli.Migrate.Ghost;
using FunctionsPipeline.Cli.Migrate.Output;
using FunctionsPipeline.Cli.Terminal;

namespace FunctionsPipeline.Cli.Tests.Migrate;

/// <summary>The same command again: over nothing, half of it, all of it, and what a person changed.</summary>
public sealed class RepeatedMigrationTests : IDisposable
{
    private readonly MigrationWorld _world = new();

    public void Dispose() => _world.Dispose();

    private string Export(int posts, string words = "Words")
    {
        var json = new StringBuilder("""{"db":[{"meta":{"version":"5"},"data":{"posts":[""");
        for (var i = 0; i < posts; i++)
            json.Append(
                CultureInfo.InvariantCulture,
                $$"""{{(i == 0 ? "" : ",")}}{"id":"{{i}}","title":"Post {{i}}","slug":"post-{{i}}","html":"<p>{{words}} of {{i}}, see <a href=\"/post-{{(i + 1) % posts}}/\">next</a>. <img src=\"/content/images/a.png\"></p>","status":"published","published_at":"2024-01-01T00:00:00Z"}"""
            );
        return _world.Zip(
            $"export-{posts}-{words}.zip",
            ("ghost.json", json.Append("]}}]}").ToString()),
            ("content/images/a.png", "png"),
            ("members.csv", "email,subscribed_to_emails,created_at\nnoor@example.org,true,2024-01-01\n")
        );
    }

    [Fact]
    public async Task A_trial_says_the_same_and_writes_nothing()
    {
        var export = Export(3);
        var trial = await _world.MigrateAsync("ghost", export, "--dry-run");
        Assert.False(Directory.Exists(_world.Output));
        var said = await _world.MigrateAsync("ghost", export);

        Assert.Equal(said.Replace(" in report.md", ""), trial.Replace(" would be written", ""));
        Assert.Contains("3 articles would be written, 0 drafts among them; 1 picture.", trial);
    }

    [Fact]
    public async Task The_same_command_again_gives_the_same_files()
    {
        var export = Export(3);
        await _world.MigrateAsync("ghost", export);
        var first = _world.Everything();
        // What a process leaves that was killed while it wrote.
        File.Delete(Path.Combine(_world.Output, "articles", "post-1.md"));
        _world.File("moved/articles/post-1.md.unfinished", "hal");
        File.Delete(Path.Combine(_world.Output, "migration.json"));

        await _world.MigrateAsync("ghost", export);

        Assert.Equal(first, _world.Everything());
        Assert.Contains("articles/post-1.md", first.Keys);
        Assert.Contains("articles/pictures/content/images/a.png", first.Keys);
    }

    [Fact]
    public async Task Own_files_are_overwritten_and_changed_ones_are_kept_and_named()
    {
        await _world.MigrateAsync("ghost", Export(3));
        _world.File("moved/articles/post-1.md", "My own words.");
        _world.File("moved/articles/post-2.md", "Mine, too.");

        await _world.MigrateAsync("ghost", Export(2, "Others"));

        Assert.Contains("Others of 0", _world.Article("post-0"));
        Assert.Equal("My own words.", _world.Article("post-1"));
        Assert.Contains("articles/post-1.md: This file in the output was changed", _world.Report());
        Assert.Contains("articles/post-2.md: An earlier run wrote this file", _world.Report());
        // Once more: what was kept is still kept.
        await _world.MigrateAsync("ghost", Export(2, "Third"));
        Assert.Equal("My own words.", _world.Article("post-1"));
        Assert.Contains("Third of 0", _world.Article("post-0"));
    }

    [Fact]
    public async Task A_stopped_run_is_completed_by_the_next()
    {
        var export = Export(40);
        using var stop = new CancellationTokenSource();
        var options = new MigrationOptions { Export = export, Output = _world.Output };
        var progress = new WorkProgress();
        var stopping = new StoppingTime(() =>
        {
            if (progress is { Total: not null, Done: 20 })
                stop.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new Migration(new GhostReader(), options, stopping).RunAsync(progress, stop.Token)
        );
        Assert.InRange(_world.Articles().Count(), 1, 39);
        Assert.True(_world.Has(Manifest.FileName));

        await _world.MigrateAsync("ghost", export);
        Assert.Equal(40, _world.Articles().Count());
        Assert.DoesNotContain("was changed", _world.Report());
        await _world.BuildAsync();
    }

    [Fact]
    public async Task A_document_says_all_to_programs()
    {
        var said = await _world.MigrateAsync("ghost", Export(2), "--json");

        var document = MigrationWorld.Json(said);
        Assert.Equal("ghost", document.GetProperty("service").GetString());
        Assert.Equal(2, document.GetProperty("articles").GetInt32());
        Assert.Equal(1, document.GetProperty("pictures").GetInt32());
        Assert.Equal(1, document.GetProperty("subscribers").GetInt64());
        Assert.Equal(0, document.GetProperty("items").GetArrayLength());
    }

    /// <summary>Is asked for the time once for each post.</summary>
    private sealed class StoppingTime(Action asked) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow()
        {
            asked();
            return new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
        }
    }
}
