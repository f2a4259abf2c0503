using FunctionsPipeline.Benchmarks.Crash;

/// <summary>Loaded into the workers of a crash run before Main: .NET looks for this name outside any namespace.</summary>
internal static class StartupHook
{
    public static void Initialize() => SmallRequests.Configure();
}
