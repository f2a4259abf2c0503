using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Cli.Tests.Backup;

/// <summary>An operator copies an account and brings it back into another, on Azurite.</summary>
public sealed class BackupCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fp-backup");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task An_account_is_copied_and_brought_back_whole_with_all_sending_halted()
    {
        var (from, to) = (await AzuriteFixture.NewAccountAsync(), await AzuriteFixture.NewAccountAsync());
        var source = new AzureBlobStore(StorageClients.From(from).Blobs);
        var target = new AzureBlobStore(StorageClients.From(to).Blobs);
        BlobPath[] paths =
        [
            new(Containers.Articles, "Übung/Rücken und Knie.md"),
            new(Containers.Articles, "übung/rücken und knie.md"),
            new(Containers.Web, "index.html"),
            new(Containers.State, "catalog/knie.json"),
        ];
        foreach (var path in paths)
            await source.WriteAsync(
                path,
                System.Text.Encoding.UTF8.GetBytes($"content of {path}"),
                new BlobHeaders("text/x-test; charset=utf-8", "max-age=60"),
                WriteCondition.Always,
                default
            );
        await source.WriteAsync(
            new BlobPath(Containers.State, "sending/standing.json"),
            """{"identity":"theirs","lastTick":"2026-01-01T00:00:00+00:00"}"""u8.ToArray(),
            BlobHeaders.Json,
            WriteCondition.Always,
            default
        );

        var (first, said) = await RunAsync(from, "backup", _folder.FullName);
        var (again, nothing) = await RunAsync(from, "backup", _folder.FullName, "--json");
        var (looked, plan) = await RunAsync(to, "restore", _folder.FullName);
        Assert.Empty(await target.ListAsync(Containers.Web, "", default).ToListAsync());
        var (restored, done) = await RunAsync(to, "restore", _folder.FullName, "--yes");
        var (adopt, why) = await RunAsync(to, "adopt");

        Assert.Equal((0, 0, 0, 0, 0), (first, again, looked, restored, adopt));
        Assert.Contains("holds 6 blobs, 6 of them copied now", said, StringComparison.Ordinal);
        Assert.Contains("\"copied\": 0", nothing, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", plan, StringComparison.Ordinal);
        Assert.Contains("All sending is halted", done, StringComparison.Ordinal);
        Assert.Contains("A backup was restored in which the newsletter timer last ran at 2026-01-01", why);
        foreach (var path in paths)
        {
            var (before, after) = (await source.ReadAsync(path, default), await target.ReadAsync(path, default));
            Assert.Equal(before!.Content.ToArray(), after!.Content.ToArray());
            Assert.Equal(before.Headers, after.Headers);
        }
    }

    [Fact]
    public async Task A_folder_without_a_backup_is_refused()
    {
        var (code, said) = await RunAsync(await AzuriteFixture.NewAccountAsync(), "restore", _folder.FullName, "--yes");

        Assert.Equal(1, code);
        Assert.Contains("holds no backup that was finished", said, StringComparison.Ordinal);
    }

    private static Task<(int Code, string Said)> RunAsync(string storage, params string[] args) =>
        CommandLine.RunAsync(storage, "", settings: null, args);
}
