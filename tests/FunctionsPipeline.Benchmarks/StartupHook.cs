using FunctionsPipeline.Benchmarks.Crash;

#pragma warning disable CA1050, MA0047 // .NET looks for the type by this name, without a namespace.
/// <summary>Loaded into the workers of a crash run before Main: .NET looks for this name outside any namespace.</summary>
internal static class StartupHook
{
    public static void Initialize() => SmallRequests.Configure();
}
