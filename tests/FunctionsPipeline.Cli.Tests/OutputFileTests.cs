namespace FunctionsPipeline.Cli.Tests;

public sealed class OutputFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fp-whole");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task An_export_that_breaks_off_leaves_the_file_as_it_was()
    {
        var file = new FileInfo(Path.Combine(_folder.FullName, "out.csv"));
        await OutputFile.WriteAsync(file, output => output.WriteAsync("first"u8.ToArray().AsMemory()).AsTask());

        await Assert.ThrowsAsync<IOException>(() =>
            OutputFile.WriteAsync(
                file,
                async output =>
                {
                    await output.WriteAsync("second, bro"u8.ToArray());
                    throw new IOException("Away.");
                }
            )
        );

        Assert.Equal("first", await File.ReadAllTextAsync(file.FullName));
        Assert.Single(_folder.GetFiles());
    }
}
