using System.CommandLine;
using System.Text;
using FunctionsPipeline.Cli.Publish;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Publishing;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Cli.Tests.Publish;

/// <summary><c>fp publish</c> on storage in memory, with and without an app that answers.</summary>
public sealed class PublishTests : IDisposable
{
    private readonly ArticlesFolder _folder = new();
    private readonly InMemoryBlobStore _store = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_changed_goes_up_and_each_answer_is_told()
    {
        _folder.Write("walk.md", ArticlesFolder.Good);
        _folder.Write(
            "draft.md",
            ArticlesFolder.Good.Replace("date:", "draft: true\nslug: d\ndate:", StringComparison.Ordinal)
        );
        _folder.Write(
            "later.md",
            ArticlesFolder.Good.Replace("date: 2026", "slug: l\ndate: 9000", StringComparison.Ordinal)
        );

        var first = await PublishAsync();
        var second = await PublishAsync();
        _folder.Write("walk.md", ArticlesFolder.Good + "\nMore.\n");
        var third = await PublishAsync();

        Assert.Equal((0, 0, 0), (first.Code, second.Code, third.Code));
        Assert.Contains("published  walk.md  http://localhost:7071/walk/", first.Output, StringComparison.Ordinal);
        Assert.Contains("draft  draft.md", first.Output, StringComparison.Ordinal);
        Assert.Contains("scheduled  later.md  goes live at 9000-03-02", first.Output, StringComparison.Ordinal);
        Assert.Equal(["0 files uploaded, 3 unchanged, 0 refused, 0 conflicts, 0 deleted."], second.Lines);
        Assert.Contains("1 file uploaded, 2 unchanged", third.Output, StringComparison.Ordinal);
        Assert.Contains("More.", await BlobAsync("walk.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pictures_go_before_the_articles_that_show_them()
    {
        var order = new List<string>();
        _store.After = (what, path) =>
        {
            if (what == nameof(IBlobStore.WriteAsync) && path.Container == Containers.Articles)
                lock (order)
                    order.Add(path.Name);
        };
        _folder.Write("a.md", ArticlesFolder.Good + "\n![Night](z.png)\n");
        _folder.Write("z.png", Lint.LintCommandTests.OnePixel);

        Assert.Equal(0, (await PublishAsync()).Code);

        Assert.Equal(["z.png", "a.md"], order);
    }

    [Fact]
    public async Task Files_with_mistakes_stay_here_and_the_others_go()
    {
        _folder.Write("walk.md", ArticlesFolder.Good);
        _folder.Write("bad.md", "---\ntitle: [\n---\n\nText.\n");

        var run = await PublishAsync();
        var forced = await PublishAsync(isForced: true);

        Assert.Equal((1, 1), (run.Code, forced.Code));
        Assert.Contains("bad.md:2:", run.Error, StringComparison.Ordinal);
        Assert.Contains("published  walk.md", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 refused", run.Output, StringComparison.Ordinal);
        Assert.Contains("bad.md:2:", forced.Error, StringComparison.Ordinal);
        Assert.NotNull(await BlobAsync("bad.md"));
    }

    [Fact]
    public async Task What_another_person_changed_is_never_written_over_until_it_is_named()
    {
        _folder.Write("walk.md", ArticlesFolder.Good);
        await PublishAsync();
        await DropAsync("walk.md", "Theirs.");
        _folder.Write("walk.md", ArticlesFolder.Good + "\nOurs.\n");

        var run = await PublishAsync();

        Assert.Equal(1, run.Code);
        Assert.Contains(
            "walk.md: It was changed in the container since it was uploaded from here. Compare the two; to replace it with: --overwrite walk.md",
            run.Error,
            StringComparison.Ordinal
        );
        Assert.Equal("Theirs.", await BlobAsync("walk.md"));

        Assert.Equal(0, (await PublishAsync(overwrite: "walk.md")).Code);
        Assert.Contains("Ours.", await BlobAsync("walk.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_another_machine_equal_files_count_as_uploaded_and_others_are_conflicts()
    {
        await DropAsync("walk.md", ArticlesFolder.Good);
        await DropAsync("run.md", "Theirs.");
        _folder.Write("walk.md", ArticlesFolder.Good);
        _folder.Write("run.md", ArticlesFolder.Good.Replace("date:", "slug: run\ndate:", StringComparison.Ordinal));

        var first = await PublishAsync();
        _folder.Write("walk.md", ArticlesFolder.Good + "\nMore.\n");
        var second = await PublishAsync();

        Assert.Contains("run.md: The container holds another version", first.Error, StringComparison.Ordinal);
        Assert.Contains("0 files uploaded, 1 unchanged, 0 refused, 1 conflict", first.Output, StringComparison.Ordinal);
        Assert.Contains("published  walk.md", first.Output, StringComparison.Ordinal);
        Assert.Contains("1 file uploaded", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_deleted_in_the_container_does_not_come_back_by_itself()
    {
        _folder.Write("walk.md", ArticlesFolder.Good);
        await PublishAsync();
        await _store.DeleteAsync(new BlobPath(Containers.Articles, "walk.md"), null, default);

        var run = await PublishAsync();

        Assert.Equal(1, run.Code);
        Assert.Contains("It was deleted in the container", run.Error, StringComparison.Ordinal);
        Assert.Null(await BlobAsync("walk.md"));
        Assert.Equal(0, (await PublishAsync(overwrite: "walk.md")).Code);
    }

    [Fact]
    public async Task Only_what_came_from_here_is_deleted_and_only_with_that_word()
    {
        _folder.Write("walk.md", ArticlesFolder.Good);
        _folder.Write("run.md", ArticlesFolder.Good.Replace("date:", "slug: run\ndate:", StringComparison.Ordinal));
        await PublishAsync();
        await DropAsync("theirs.md", "Theirs.");
        File.Delete(_folder.FileOf("run.md"));

        var without = await PublishAsync();
        Assert.Contains("only there  run.md", without.Output, StringComparison.Ordinal);
        Assert.NotNull(await BlobAsync("run.md"));

        var dry = await PublishAsync(deletes: true, isDryRun: true);
        Assert.Contains("would delete  run.md", dry.Output, StringComparison.Ordinal);
        Assert.NotNull(await BlobAsync("run.md"));

        var run = await PublishAsync(deletes: true);
        Assert.Equal(0, run.Code);
        Assert.Equal(
            ["to delete  run.md", "only there  theirs.md", "deleted  run.md"],
            run.Lines.Take(3).Select(l => string.Join("  ", l.Split("  ").Take(2)))
        );
        Assert.Null(await BlobAsync("run.md"));
        Assert.NotNull(await BlobAsync("theirs.md"));
    }

    [Fact]
    public async Task A_dry_run_writes_nothing()
    {
        _folder.Write("walk.md", ArticlesFolder.Good);

        var run = await PublishAsync(isDryRun: true);

        Assert.Equal(0, run.Code);
        Assert.Equal(
            ["would upload  walk.md", "1 file would be uploaded, 0 unchanged, 0 refused, 0 conflicts, 0 deleted."],
            run.Lines
        );
        Assert.Empty(await _store.ListAsync(Containers.Articles, "", default).ToListAsync());
        Assert.False(Directory.Exists(Path.Combine(_folder.Home, "state", "functionspipeline")));
    }

    /// <summary>The upload arrived and its answer did not; the file was edited before the command ran again.</summary>
    [Fact]
    public async Task A_run_that_broke_off_is_continued()
    {
        for (var i = 0; i < 20; i++)
            _folder.Write(
                $"{i}.md",
                ArticlesFolder.Good.Replace("date:", $"slug: s{i}\ndate:", StringComparison.Ordinal)
            );
        var written = 0;
        _store.After = (what, path) =>
        {
            if (what == nameof(IBlobStore.WriteAsync) && path.Container == Containers.Articles && ++written == 7)
                throw new StorageException("Away.");
        };
        await Assert.ThrowsAsync<StorageException>(() => PublishAsync());
        _store.After = null;
        for (var i = 0; i < 20; i++)
            await File.AppendAllTextAsync(_folder.FileOf($"{i}.md"), "\nMore.\n");

        var run = await PublishAsync();

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("20 files uploaded, 0 unchanged, 0 refused, 0 conflicts", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_no_app_it_says_that_nothing_answered_and_asks_again_next_time()
    {
        _folder.Write("walk.md", ArticlesFolder.Good);

        var alone = await PublishAsync(app: false);
        var answered = await PublishAsync();

        Assert.Equal((1, 0), (alone.Code, answered.Code));
        Assert.Contains("Nothing answered in time. 1 article lie", alone.Error, StringComparison.Ordinal);
        Assert.Contains("published  walk.md", answered.Output, StringComparison.Ordinal);
    }

    private async Task<CommandRun> PublishAsync(
        bool isDryRun = false,
        bool deletes = false,
        bool isForced = false,
        bool app = true,
        string? overwrite = null
    )
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var parsed = CommandTree.Create().Parse(["publish", _folder.Path]);
        parsed.InvocationConfiguration.Output = output;
        parsed.InvocationConfiguration.Error = error;
        var said = CommandOutput.Of(parsed);
        using var ended = new CancellationTokenSource();
        var answering = app ? AnswerAsync(ended.Token) : Task.CompletedTask;
        try
        {
            var code = await new PublishRun(
                new PublishOptions(
                    _folder.Path,
                    null,
                    isDryRun,
                    deletes,
                    isForced,
                    overwrite is null ? new HashSet<string>() : [overwrite],
                    app ? TimeSpan.FromSeconds(30) : TimeSpan.Zero
                ),
                _store,
                PublishState.Open("account", _folder.Path, Path.Combine(_folder.Home, "state")),
                new PublishWords(said),
                TimeProvider.System
            ).RunAsync(said, default);
            return new CommandRun(code, output.ToString(), error.ToString());
        }
        finally
        {
            await ended.CancelAsync();
            await answering;
        }
    }

    /// <summary>What the app does with each drop.</summary>
    private async Task AnswerAsync(CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IBlobStore>(_store)
            .AddSingleton<IMessageQueue, InMemoryMessageQueue>()
            .AddSingleton<ISiteSettingsSource>(new FixedSettings(new SiteSettings()))
            .AddSingleton<Branding.IThemeSource>(new FixedTheme())
            .AddSingleton(new Site.Rebuild.SiteRebuildOptions())
            .AddPublishing()
            .BuildServiceProvider();
        var publisher = services.GetRequiredService<ArticlePublisher>();
        try
        {
            while (true)
            {
                await foreach (var blob in _store.ListAsync(Containers.Articles, "", cancellationToken))
                    await publisher.AnswerAsync(blob.Name, cancellationToken);
                await Task.Delay(20, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The command has ended.
        }
    }

    private Task DropAsync(string name, string text) =>
        _store.WriteAsync(
            new BlobPath(Containers.Articles, name),
            Encoding.UTF8.GetBytes(text),
            BlobHeaders.Text,
            WriteCondition.Always,
            default
        );

    private async Task<string?> BlobAsync(string name) =>
        await _store.ReadAsync(new BlobPath(Containers.Articles, name), default) is { } blob
            ? Encoding.UTF8.GetString(blob.Content.Span)
            : null;
}
