using FunctionsPipeline.Benchmarks.Harness;
using FunctionsPipeline.Functions.Newsletters;
using FunctionsPipeline.LocalDev.Clock;
using FunctionsPipeline.Newsletters.Planning;
using FunctionsPipeline.Newsletters.Sending;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FunctionsPipeline.Benchmarks.Crash;

/// <summary>What every process of a crash run must agree on; handed over in the environment.</summary>
/// <param name="RequestSize">Recipients in a request. Set in code only: no setting of the app makes requests smaller.</param>
internal sealed record CrashSetting(string Storage, Uri Mail, string WebhookKey, ClockSetting Clock, int RequestSize)
{
    private const string Prefix = "FP_CRASH_";

    public void Write(IDictionary<string, string?> environment)
    {
        environment[Prefix + nameof(Storage)] = Storage;
        environment[Prefix + nameof(Mail)] = Mail.AbsoluteUri;
        environment[Prefix + nameof(WebhookKey)] = WebhookKey;
        environment[Prefix + nameof(Clock)] = Clock.ToString();
        environment[Prefix + nameof(RequestSize)] = RequestSize.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    public static CrashSetting FromEnvironment()
    {
        return new CrashSetting(
            Of(nameof(Storage)), new Uri(Of(nameof(Mail))), Of(nameof(WebhookKey)), ClockSetting.Parse(Of(nameof(Clock))),
            int.Parse(Of(nameof(RequestSize)), System.Globalization.CultureInfo.InvariantCulture));

        static string Of(string name) => Environment.GetEnvironmentVariable(Prefix + name) ?? throw new InvalidOperationException($"{Prefix}{name} is missing.");
    }
}

/// <summary>
/// One process of a crash run: the standalone host with the functions of sending. The minute is ticked without the host's
/// lock, because a lease outlives its killed holder by 15 real seconds, which are minutes here; so all processes tick at
/// once, which is worse than what a host does.
/// </summary>
internal static class CrashNode
{
    /// <summary>What the command line says to become one.</summary>
    public const string Command = "crash-node";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static IHost Build(CrashSetting setting, MovableClock clock) => BenchApp.Build(
        setting.Storage, setting.Mail, clock, [typeof(StageRequest), typeof(FoldEvents), typeof(SendGridEvents), typeof(StopIssue)],
        new Dictionary<string, string?>
        {
            ["SendGrid:WebhookPublicKey"] = setting.WebhookKey,
            // A dead process's messages come back soon, and a message may meet many deaths.
            ["Standalone:MessageInvisibility"] = "00:00:05",
            ["AzureFunctionsJobHost:extensions:queues:visibilityTimeout"] = "00:00:01",
            ["AzureFunctionsJobHost:extensions:queues:maxDequeueCount"] = "100",
        },
        services => services.Configure<SendingOptions>(options => options.RequestSize = setting.RequestSize));

    public static Uri AddressOf(IHost host) => new(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Prints its address when it answers, and runs until it is killed or its parent ends.</summary>
    public static async Task<int> RunAsync()
    {
        var setting = CrashSetting.FromEnvironment();
        var clock = setting.Clock.Start(TimeProvider.System);
        using var host = Build(setting, clock);
        await host.StartAsync();
        Console.WriteLine(AddressOf(host));
        _ = TickAsync(host.Services, clock);
        await Task.Run(() => Console.OpenStandardInput().CopyTo(Stream.Null));
        return 0;
    }

    public static async Task TickOnceAsync(IServiceProvider services)
    {
        try
        {
            await services.GetRequiredService<ISendingWork>().TickAsync(CancellationToken.None);
            await services.GetRequiredService<INewsletterPlanning>().TickAsync(CancellationToken.None);
        }
        catch (Exception e)
        {
            // As a host does: said, and the next minute comes.
            await Console.Error.WriteLineAsync($"tick: {e}");
        }
    }

    private static async Task TickAsync(IServiceProvider services, MovableClock clock)
    {
        while (true)
        {
            await TickOnceAsync(services);
            await Task.Delay(Minute, clock);
        }
    }
}
