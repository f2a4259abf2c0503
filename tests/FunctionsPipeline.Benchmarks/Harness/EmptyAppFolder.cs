namespace FunctionsPipeline.Benchmarks.Harness;

/// <summary>The official worker with functions that do nothing: what a host can do at best.</summary>
internal static class EmptyAppFolder
{
    public const string Project = "tests/FunctionsPipeline.Benchmarks.EmptyApp";

    /// <summary>As built in the configuration of this assembly.</summary>
    public static string Find() => Path.Combine(RepositoryRoot.Find(), Project, "bin", Configuration, "net10.0");

    private const string Configuration =
#if DEBUG
        "Debug";
#else
        "Release";
#endif
}
