namespace FunctionsPipeline.Cli.Tests.Publish;

/// <summary><c>fp publish</c> against storage that makes MD5s as Azure does.</summary>
public sealed class PublishCommandTests : IDisposable
{
    private readonly ArticlesFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_goes_up_once_and_again_where_it_changed()
    {
        var storage = await AzuriteFixture.NewAccountAsync();
        _folder.Write("walk.md", ArticlesFolder.Good);
        _folder.Write("night.png", Lint.LintCommandTests.OnePixel);

        var (first, said) = await PublishAsync(storage);
        var (_, again) = await PublishAsync(storage);
        _folder.Write("walk.md", ArticlesFolder.Good + "\nMore.\n");
        var (_, changed) = await PublishAsync(storage);
        await Drops.PutAsync(storage, "articles", "walk.md", "Theirs.");
        _folder.Write("walk.md", ArticlesFolder.Good + "\nMore and more.\n");
        var (_, refused) = await PublishAsync(storage);

        Assert.Equal(1, first);
        Assert.Contains("2 files uploaded, 0 unchanged", said, StringComparison.Ordinal);
        Assert.Contains("Nothing answered in time.", said, StringComparison.Ordinal);
        Assert.Contains("0 files uploaded, 2 unchanged", again, StringComparison.Ordinal);
        Assert.Contains("1 file uploaded, 1 unchanged", changed, StringComparison.Ordinal);
        Assert.Contains("It was changed in the container", refused, StringComparison.Ordinal);
        Assert.Equal("Theirs.", await Drops.ReadAsync(storage, "articles", "walk.md"));
    }

    [Fact]
    public async Task Without_an_account_it_says_what_to_set()
    {
        _folder.Write("walk.md", ArticlesFolder.Good);

        var (code, said) = await PublishAsync("");

        Assert.Equal(1, code);
        Assert.Contains("No storage account is configured.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    private Task<(int Code, string Said)> PublishAsync(string storage) =>
        CommandLine.RunAsync(
            storage,
            "",
            new Dictionary<string, string> { ["XDG_DATA_HOME"] = Path.Combine(_folder.Home, "state") },
            "publish",
            _folder.Path,
            "--wait",
            "0"
        );
}
