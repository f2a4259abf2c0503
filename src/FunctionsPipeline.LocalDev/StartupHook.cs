using FunctionsPipeline.LocalDev.Clock;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

#pragma warning disable CA1050, MA0047 // .NET looks for the type by this name, without a namespace.
/// <summary>
/// Gives the worker the clock that this program shows, without a line in the app: .NET calls a startup hook, which has this
/// name outside any namespace, before Main (docs/design/features/host-startup-hook.md in dotnet/runtime).
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(SharedClock.FileVariable) is not { Length: > 0 } file)
            return;
        TimeProvider clock = FollowedClock.Follow(file);
        HostBuilding.Configure(services => services.Replace(ServiceDescriptor.Singleton(clock)));
    }
}
