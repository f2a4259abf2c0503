using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FunctionsPipeline.LocalDev.Clock;

/// <summary>
/// Changes the services of a host that this process is about to build: the generic host announces itself by the diagnostic
/// event <c>HostBuilding</c>, which is also what WebApplicationFactory relies on.
/// </summary>
internal static class HostBuilding
{
    private const string Source = "Microsoft.Extensions.Hosting";
    private const string Event = "HostBuilding";

    public static void Configure(Action<IServiceCollection> configure) =>
        DiagnosticListener.AllListeners.Subscribe(new Listeners(new Hosts(configure)));

    private sealed class Listeners(Hosts hosts) : IObserver<DiagnosticListener>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == Source)
                value.Subscribe(hosts);
        }

        public void OnCompleted() { }

        public void OnError(Exception error) { }
    }

    private sealed class Hosts(Action<IServiceCollection> configure) : IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value is { Key: Event, Value: IHostBuilder builder })
                builder.ConfigureServices(configure);
        }

        public void OnCompleted() { }

        public void OnError(Exception error) { }
    }
}
