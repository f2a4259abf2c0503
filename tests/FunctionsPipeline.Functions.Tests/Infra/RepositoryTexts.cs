namespace FunctionsPipeline.Functions.Tests.Infra;

/// <summary>
/// The texts that must agree, by path from the top of the repository with '/' between folders: infra, workflows, host.json
/// and the sources that are published. A copy can be changed to see whether the checks notice.
/// </summary>
internal sealed class RepositoryTexts
{
    /// <summary>Not in the package for Azure: hosts and tools with settings and clients of their own.</summary>
    private static readonly string[] Elsewhere =
    [
        "src/FunctionsPipeline.Standalone/", "src/FunctionsPipeline.LocalDev/", "src/FunctionsPipeline.Cli/", "src/FunctionsPipeline.Functions/Hosts/Standalone/",
    ];

    private readonly IReadOnlyDictionary<string, string> texts;

    private RepositoryTexts(IReadOnlyDictionary<string, string> texts) => this.texts = texts;

    public static string Root { get; } = RepositoryRoot.Find();

    public static RepositoryTexts Read()
    {
        var files = Files("infra", "*.bicep").Concat(Files("infra", "*.md")).Concat(Files("infra", "*.sh")).Concat(Files(".github/workflows", "*.yml"))
            .Concat(Files("src", "*.cs")).Append("host.json");
        return new(files.ToDictionary(file => file, file => File.ReadAllText(Path.Combine(Root, file))));
    }

    public string this[string path] => texts[path];

    /// <summary>C# that is published to Azure.</summary>
    public IEnumerable<KeyValuePair<string, string>> Sources
        => texts.Where(text => text.Key.EndsWith(".cs", StringComparison.Ordinal));

    /// <summary>Workflows, and the scripts that they run.</summary>
    public IEnumerable<KeyValuePair<string, string>> Workflows
        => texts.Where(text => text.Key.StartsWith(".github/", StringComparison.Ordinal) || text.Key.EndsWith(".sh", StringComparison.Ordinal));

    /// <summary>A copy in which one text reads differently. Fails if there is nothing to replace.</summary>
    public RepositoryTexts With(string path, string old, string planted)
    {
        var text = texts.GetValueOrDefault(path, "");
        Assert.True(old.Length == 0 || text.Contains(old, StringComparison.Ordinal), $"{path} no longer holds: {old}");
        return new(new Dictionary<string, string>(texts) { [path] = old.Length == 0 ? text + planted : text.Replace(old, planted) });
    }

    private static IEnumerable<string> Files(string folder, string pattern)
        => Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj"))
            .Where(file => !Elsewhere.Any(folder => file.StartsWith(folder, StringComparison.Ordinal)));
}
