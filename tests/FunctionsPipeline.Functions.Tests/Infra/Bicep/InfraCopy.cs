namespace FunctionsPipeline.Functions.Tests.Infra.Bicep;

/// <summary>A copy of the Bicep files of <c>infra/</c>: the compiler writes its results beside its input.</summary>
internal sealed class InfraCopy : IDisposable
{
    private static readonly string Original = Path.Combine(RepositoryRoot.Find(), "infra");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fp-infra");

    public InfraCopy()
    {
        Files =
        [
            .. Directory
                .EnumerateFiles(Original, "*.bicep*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Original, file)),
        ];
        foreach (var file in Files.Append("bicepconfig.json"))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
            File.Copy(Path.Combine(Original, file), PathOf(file));
        }
    }

    public string Folder => _folder.FullName;

    /// <summary><c>.bicep</c> and <c>.bicepparam</c> files, relative to <c>infra/</c>.</summary>
    public IReadOnlyList<string> Files { get; }

    public string PathOf(string file) => Path.Combine(Folder, file);

    public static string TextOf(string file) => File.ReadAllText(Path.Combine(Original, file));

    public Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) =>
        BicepCompiler.RunAsync(Folder, new Dictionary<string, string>(), arguments);

    public void Dispose() => _folder.Delete(recursive: true);
}
