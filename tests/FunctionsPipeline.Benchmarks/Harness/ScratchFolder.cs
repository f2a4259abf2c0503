namespace FunctionsPipeline.Benchmarks.Harness;

/// <summary>A folder that is gone with the benchmark.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fp-bench-");

    public string Path => _folder.FullName;

    public IEnumerable<FileInfo> Files => _folder.EnumerateFiles();

    public void Dispose() => _folder.Delete(recursive: true);
}
