using System.Text;
using FunctionsPipeline.Cli.Backup;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Cli.Tests.Backup;

/// <summary>A copy is of one moment, and what is restored from it never sends by itself.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fp-backup");
    private readonly ManualTimeProvider _time = new();
    private readonly InMemoryBlobStore _memory;
    private readonly FaultyBlobStore _store;

    public BackupTests()
    {
        _memory = new InMemoryBlobStore(_time);
        _store = new FaultyBlobStore(_memory);
    }

    private BackupFolder Folder => new(_folder);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_changes_while_it_is_copied_is_copied_again_until_nothing_does()
    {
        await PutAsync("state/issues/a.json", "1");
        await PutAsync("state/issues/b.json", "1");
        var rounds = 0;
        // As an app that runs: both documents change together, and the copy of one is old when the other is read.
        _store.After = (operation, path) =>
        {
            if (operation != nameof(IBlobStore.OpenReadAsync) || path.Name != "issues/b.json" || ++rounds > 3)
                return;
            PutAsync("state/issues/a.json", $"{rounds + 1}").GetAwaiter().GetResult();
            PutAsync("state/issues/b.json", $"{rounds + 1}").GetAwaiter().GetResult();
        };

        var answer = await BackUpAsync(_store);

        Assert.Equal(2, answer.Value.Blobs);
        Assert.Equal(["4", "4"], await ContentsAsync());
    }

    [Fact]
    public async Task An_account_that_never_stands_still_has_no_moment_to_copy()
    {
        await PutAsync("state/a.json", "1");
        var version = 1;
        _store.After = (operation, _) =>
        {
            if (operation == nameof(IBlobStore.OpenReadAsync))
                PutAsync("state/a.json", $"{++version}").GetAwaiter().GetResult();
        };

        Assert.Contains("changed all the time", (await BackUpAsync(_store)).Refusal!.Reason, StringComparison.Ordinal);
        Assert.Null(await Folder.ReadHeaderAsync(default));
    }

    [Fact]
    public async Task A_second_backup_copies_only_what_is_new_and_forgets_what_is_gone()
    {
        await PutAsync("articles/Walk.md", "one");
        await PutAsync("articles/walk.md", "two");
        await PutAsync("state/gone.json", "three");
        await BackUpAsync(_memory);
        await PutAsync("articles/walk.md", "changed");
        await _memory.DeleteAsync(new BlobPath(Containers.State, "gone.json"), null, default);

        var (blobs, copied) = (await BackUpAsync(_memory)).Value;

        Assert.Equal((2, 1), (blobs, copied));
        Assert.Equal(["one", "changed"], await ContentsAsync());
    }

    [Fact]
    public async Task A_restore_that_dies_anywhere_leaves_a_halted_storage_and_is_finished_by_the_next()
    {
        await PutStatusAsync(_memory, "theirs");
        await PutAsync("state/issues/a.json", "1");
        await PutAsync("subscribers/shards/00.json", "people");
        await PutAsync("articles/walk.md", "text");
        await BackUpAsync(_memory);
        for (var deadline = 0; ; deadline++)
        {
            var target = new InMemoryBlobStore(_time);
            await PutAsync("state/issues/later.json", "2", target);
            await PutAsync("articles/later.md", "staff's own", target);
            await PutStatusAsync(target, "ours");
            var dying = new FaultyBlobStore(target);
            var left = deadline;
            dying.Before = (operation, _) =>
            {
                if (operation is nameof(IBlobStore.WriteAsync) or nameof(IBlobStore.DeleteAsync) && left-- == 0)
                    dying.Before = (_, _) => throw new StorageException("power cut");
            };
            var died = await Record.ExceptionAsync(() => RestoreAsync(dying)) is not null;
            // Before the first write nothing had changed; after it, sending is halted.
            if (died && deadline > 0)
                Assert.Equal(HaltReason.Restored, (await HaltOfAsync(target))!.Reason);

            Assert.Null((await RestoreAsync(target)).Refusal);

            Assert.Equal(HaltReason.Restored, (await HaltOfAsync(target))!.Reason);
            Assert.Equal("1", await TextAsync(target, "state/issues/a.json"));
            Assert.Equal("people", await TextAsync(target, "subscribers/shards/00.json"));
            Assert.Null(await TextAsync(target, "state/issues/later.json"));
            Assert.Equal("staff's own", await TextAsync(target, "articles/later.md"));
            if (!died)
            {
                Assert.True(deadline > 4);
                return;
            }
        }
    }

    [Fact]
    public async Task Nothing_is_restored_beside_an_app_that_runs()
    {
        await PutAsync("state/issues/a.json", "1");
        await BackUpAsync(_memory);
        await PutAsync("state/issues/a.json", "2");
        await PutStatusAsync(_memory, "ours", _time.GetUtcNow().AddMinutes(-1));

        var refused = await RestoreAsync(_memory);

        Assert.Contains("Stop it", refused.Refusal!.Reason, StringComparison.Ordinal);
        Assert.Equal("2", await TextAsync(_memory, "state/issues/a.json"));
        Assert.Null(await HaltOfAsync(_memory));
    }

    [Theory]
    [InlineData("manifest.jsonl", "{\"container\":\"state\"", "is damaged")]
    [InlineData(
        "manifest.jsonl",
        """{"container":"state","name":"a","eTag":"1","length":1,"contentType":"x","sha256":"../../../../../../etc/passwd....................................."}""",
        "is damaged"
    )]
    [InlineData("backup.json", "{", "is damaged")]
    [InlineData(
        "backup.json",
        """{"format":9,"account":"x","at":"2026-01-01T00:00:00Z","blobs":1,"bytes":1}""",
        "another version"
    )]
    public async Task A_damaged_backup_is_named_and_restores_nothing(string file, string content, string says)
    {
        await PutAsync("state/a.json", "1");
        await BackUpAsync(_memory);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, file), content);
        var target = new InMemoryBlobStore(_time);

        var error = await Assert.ThrowsAsync<IOException>(async () =>
        {
            await Folder.ReadHeaderAsync(default);
            await RestoreAsync(target);
        });

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Empty(await target.ListAsync(Containers.State, "", default).ToListAsync());
    }

    [Fact]
    public async Task Content_that_the_disk_has_lost_is_found_out()
    {
        await PutAsync("state/a.json", "12345");
        await BackUpAsync(_memory);
        var content = Directory.EnumerateFiles(
            Path.Combine(_folder.FullName, "content"),
            "*",
            SearchOption.AllDirectories
        );
        await File.WriteAllTextAsync(content.Single(), "54321");

        var error = await Assert.ThrowsAsync<IOException>(() => RestoreAsync(new InMemoryBlobStore(_time)));

        Assert.Contains("'state/a.json' is damaged", error.Message, StringComparison.Ordinal);
        // The next backup finds its own content by its length, and the restore by its hash: a file cut short is copied again.
        await File.WriteAllTextAsync(content.Single(), "1");
        Assert.Equal(1, (await BackUpAsync(_memory)).Value.Copied);
    }

    private Task<Findings.Answer<(int Blobs, int Copied)>> BackUpAsync(IBlobStore store) =>
        new AccountBackup(store, new StorageIdentity("account"), _time).RunAsync(Folder, new WorkProgress(), default);

    private async Task<Findings.Answer<int>> RestoreAsync(IBlobStore store)
    {
        await using var services = Services(store);
        return await new AccountRestore(store, services.GetRequiredService<IStorageRestoring>()).RunAsync(
            Folder,
            new WorkProgress(),
            default
        );
    }

    private async Task<HaltRecord?> HaltOfAsync(IBlobStore store)
    {
        await using var services = Services(store);
        return await services.GetRequiredService<ISendingReader>().FindHaltAsync(default);
    }

    private ServiceProvider Services(IBlobStore store) =>
        new ServiceCollection()
            .AddLogging()
            .AddSingleton(store)
            .AddSingleton<TimeProvider>(_time)
            .AddSingleton(new StorageIdentity("account"))
            .AddSingleton<IMessageQueue>(new InMemoryMessageQueue())
            .AddNewsletterSending()
            .BuildServiceProvider();

    private Task PutStatusAsync(IBlobStore store, string identity, DateTimeOffset? tick = null) =>
        PutAsync(
            "state/sending/standing.json",
            $$"""{"identity":"{{identity}}","lastTick":"{{tick ?? _time.GetUtcNow().AddHours(-1):O}}"}""",
            store
        );

    private async Task PutAsync(string path, string text, IBlobStore? store = null)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        await (store ?? _memory).WriteAsync(
            new BlobPath(path[..slash], path[(slash + 1)..]),
            Encoding.UTF8.GetBytes(text),
            BlobHeaders.Text,
            WriteCondition.Always,
            default
        );
    }

    private static async Task<string?> TextAsync(IBlobStore store, string path)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return await store.ReadAsync(new BlobPath(path[..slash], path[(slash + 1)..]), default) is { } blob
            ? Encoding.UTF8.GetString(blob.Content.Span)
            : null;
    }

    private async Task<List<string>> ContentsAsync()
    {
        var texts = new List<string>();
        await foreach (var blob in Folder.ReadAsync(default))
        {
            await using var content = await Folder.OpenAsync(blob, default);
            texts.Add(await new StreamReader(content).ReadToEndAsync());
        }
        return texts;
    }
}
