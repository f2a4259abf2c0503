using System.Globalization;
using FunctionsPipeline.LocalDev.Clock;
using FunctionsPipeline.Newsletters.Sending;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Benchmarks.Crash;

/// <summary>
/// Fewer recipients in a request, so that a crash run has many of them. No setting of the app does that: this assembly is a
/// startup hook of the workers, and changes the options in their process.
/// </summary>
internal static class SmallRequests
{
    private const string Variable = "FP_CRASH_REQUEST_SIZE";

    public static KeyValuePair<string, string?> Setting(int recipients) =>
        new(Variable, recipients.ToString(CultureInfo.InvariantCulture));

    public static void Configure()
    {
        if (
            int.TryParse(
                Environment.GetEnvironmentVariable(Variable),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var recipients
            )
        )
            HostBuilding.Configure(services =>
                services.Configure<SendingOptions>(options => options.RequestSize = recipients)
            );
    }
}
