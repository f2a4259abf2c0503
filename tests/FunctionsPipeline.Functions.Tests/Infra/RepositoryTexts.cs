using FunctionsPipeline.Functions.Tests.Infra.Bicep;

namespace FunctionsPipeline.Functions.Tests.Infra;

/// <summary>
/// The texts that must agree, by path from the top of the repository with '/' between folders: pages and scripts of
/// infra, workflows, host.json and the sources that are published; and the evaluated templates by their names in
/// <see cref="Snapshots"/>, and the functions. A copy can be changed to see whether the checks notice.
/// </summary>
internal sealed class RepositoryTexts
{
    /// <summary>The projects in the app's package. Hosts and tools have settings and clients of their own.</summary>
    private static readonly string[] Published =
    [
        "src/FunctionsPipeline",
        "src/FunctionsPipeline.AzureStorage",
        "src/FunctionsPipeline.SendGrid",
        "src/FunctionsPipeline.Functions",
    ];

    private readonly IReadOnlyDictionary<string, string> texts;

    private RepositoryTexts(IReadOnlyDictionary<string, string> texts) => this.texts = texts;

    public static string Root { get; } = RepositoryRoot.Find();

    public static async Task<RepositoryTexts> ReadAsync()
    {
        string[] patterns = ["*.md", "*.sh", "*.yaml"];
        var files = patterns
            .SelectMany(pattern => Files("infra", pattern))
            .Concat(Files(".github/workflows", "*.yml"))
            .Concat(Published.SelectMany(project => Files(project, "*.cs")))
            .Append("host.json");
        var read = files.ToDictionary(file => file, file => File.ReadAllText(Path.Combine(Root, file)));
        read.Add(DeclaredFunction.File, DeclaredFunction.AllAsText());
        foreach (var (name, snapshot) in await Snapshots.ReadAsync())
            read.Add(name, snapshot);
        return new(read);
    }

    public string this[string path] => texts[path];

    /// <summary><c>main.bicep</c> with every optional part.</summary>
    public Deployment Main => new(texts[Snapshots.Full]);

    public Deployment EventGrid => new(texts[Snapshots.EventGrid]);

    /// <summary>C# that is published to Azure.</summary>
    public IEnumerable<KeyValuePair<string, string>> Sources =>
        texts.Where(text => text.Key.EndsWith(".cs", StringComparison.Ordinal));

    /// <summary>Workflows, and the scripts that they run.</summary>
    public IEnumerable<KeyValuePair<string, string>> Workflows =>
        texts.Where(text =>
            text.Key.StartsWith(".github/", StringComparison.Ordinal)
            || text.Key.EndsWith(".sh", StringComparison.Ordinal)
        );

    /// <summary>A copy in which one text reads differently. Fails if there is nothing to replace.</summary>
    public RepositoryTexts With(string path, string old, string planted)
    {
        var text = texts.GetValueOrDefault(path, "");
        Assert.True(old.Length == 0 || text.Contains(old, StringComparison.Ordinal), $"{path} no longer holds: {old}");
        return new(
            new Dictionary<string, string>(texts)
            {
                [path] = old.Length == 0 ? text + planted : text.Replace(old, planted),
            }
        );
    }

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory
            .EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj"));
}
