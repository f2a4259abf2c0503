using System.Runtime.InteropServices;

namespace FunctionsPipeline.LocalHost;

/// <summary>The host as a program of its own.</summary>
internal static class LocalHostProgram
{
    private const string Usage = """
        Runs an Azure Functions app (isolated worker, .NET) on this machine.

          FunctionsPipeline.LocalHost --app FOLDER [--urls http://127.0.0.1:7071] [--environment Development] [--Name value ...]

        FOLDER is what `dotnet build` or `dotnet publish` of the app wrote. Any other --Name is an app setting.
        """;

    /// <returns>The exit code: 0 after a stop by a signal, 1 if the host could not start or go on.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            if (args.Length == 0 || args.Contains("--help", StringComparer.Ordinal))
            {
                await Console.Out.WriteLineAsync(Usage);
                return args.Length == 0 ? 1 : 0;
            }

            using var stop = new CancellationTokenSource();
            using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, stop));
            using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, stop));
            return await RunAsync(CommandLine(args), stop.Token);
        }
        catch (LocalHostException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 1;
        }
    }

    private static async Task<int> RunAsync(LocalHostOptions options, CancellationToken stop)
    {
        try
        {
            await using var host = await LocalFunctionHost.StartAsync(options, stop);
            await host.Completion.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (host.Completion.IsFaulted)
                await host.Completion;
            await host.StopAsync(CancellationToken.None);
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped before it had started.
            return 0;
        }
    }

    private static void Stop(PosixSignalContext signal, CancellationTokenSource stop)
    {
        signal.Cancel = true;
        stop.Cancel();
    }

    /// <exception cref="LocalHostException">
    /// An argument is not of the form <c>--Name value</c> or <c>--Name=value</c>.
    /// </exception>
    internal static LocalHostOptions CommandLine(string[] args)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal);
        for (var at = 0; at < args.Length; at++)
        {
            var parts = args[at].Split('=', 2);
            if (!parts[0].StartsWith("--", StringComparison.Ordinal) || parts[0].Length == 2)
                throw new LocalHostException(
                    $"'{args[at]}' is not understood. Settings are written --Name value.\n\n{Usage}"
                );
            var hasOwnValue =
                parts.Length == 1 && at + 1 < args.Length && !args[at + 1].StartsWith("--", StringComparison.Ordinal);
            settings[parts[0][2..]] =
                parts.Length == 2 ? parts[1]
                : hasOwnValue ? args[++at]
                : "true";
        }

        if (!settings.Remove("app", out var app) || string.IsNullOrEmpty(app))
            throw new LocalHostException($"--app is missing: the folder that the app's build wrote.\n\n{Usage}");
        settings.Remove("environment", out var environment);
        settings.Remove("urls", out var urls);
        return new LocalHostOptions
        {
            AppFolder = app,
            EnvironmentName = environment,
            Settings = settings,
            Address = Address(urls),
        };
    }

    private static Uri Address(string? urls) =>
        urls is null ? LocalHostOptions.DefaultAddress
        : Uri.TryCreate(
            urls.Replace("//*", "//0.0.0.0", StringComparison.Ordinal)
                .Replace("//+", "//0.0.0.0", StringComparison.Ordinal),
            UriKind.Absolute,
            out var address
        )
            ? address
        : throw new LocalHostException(
            $"--urls {urls} is not an address. Write one such as {LocalHostOptions.DefaultAddress}."
        );
}
