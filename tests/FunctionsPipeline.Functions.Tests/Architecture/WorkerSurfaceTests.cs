namespace FunctionsPipeline.Functions.Tests.Architecture;

/// <summary>
/// The azure build compiles the same classes against the official packages. Where those cannot be restored, these tests
/// stand in: nothing may be used that the official worker does not have.
/// </summary>
public sealed class WorkerSurfaceTests
{
    private const string WorkerNamespace = "Microsoft.Azure.Functions.Worker";

    private static readonly Dictionary<string, HashSet<string>> Surface = File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "Architecture", "worker-surface.txt"))
        .Where(l => l.Length > 0 && l[0] != '#')
        .Select(l => l.Split(':', 2))
        .ToDictionary(l => l[0], l => l[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet());

    [Fact]
    public void Function_classes_use_only_names_that_the_official_worker_has()
    {
        using var functions = new AssemblyFacts("FunctionsPipeline.Functions");

        var used = functions.UsedMembers.Where(m => m.Type.StartsWith(WorkerNamespace, StringComparison.Ordinal)).ToList();

        Assert.Contains((WorkerNamespace + ".FunctionAttribute", ".ctor"), used);
        Assert.Empty(used.Where(m => !Surface.TryGetValue(m.Type, out var members) || !members.Contains(m.Member)));
        Assert.Empty(functions.UsedTypes.Where(t => t.StartsWith(WorkerNamespace, StringComparison.Ordinal) && !Surface.ContainsKey(t)));
    }

    [Fact]
    public void The_standalone_host_offers_no_name_that_the_official_worker_lacks()
    {
        using var host = new AssemblyFacts("FunctionsPipeline.Standalone");

        Assert.Empty(host.PublicTypes.Where(t => t.StartsWith("Microsoft.", StringComparison.Ordinal) && !Surface.ContainsKey(t)));
    }

    [Fact]
    public void Only_the_standalone_part_of_the_app_knows_our_own_host()
    {
        var root = RepositoryRoot.Find();
        var offenders = Directory.EnumerateFiles(Path.Combine(root, "src", "FunctionsPipeline.Functions"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains(Path.Combine("Hosts", "Standalone"), StringComparison.Ordinal) && !IsBuildOutput(f))
            .Where(f => File.ReadAllText(f) is var text
                && (text.Contains("FunctionsPipeline.Standalone", StringComparison.Ordinal) || text.Contains("FunctionsPipeline.LocalDev", StringComparison.Ordinal)));

        Assert.Empty(offenders.Select(f => Path.GetRelativePath(root, f)));
    }

    private static bool IsBuildOutput(string file)
        => file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            || file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal);
}
