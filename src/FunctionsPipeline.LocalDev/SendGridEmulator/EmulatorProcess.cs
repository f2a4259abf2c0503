using System.Diagnostics;
using System.Globalization;
using FunctionsPipeline.LocalDev.Clock;

namespace FunctionsPipeline.LocalDev.SendGridEmulator;

/// <summary>
/// The emulator as a process of its own, spoken to over HTTP only (README.md lists the control endpoints). It ends with
/// the process that started it.
/// </summary>
public sealed class EmulatorProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly Process _process;

    private EmulatorProcess(Process process, Uri address) => (_process, Address) = (process, address);

    /// <summary>The base address of the API; the same address in a browser is the inbox.</summary>
    public Uri Address { get; }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <param name="clock">The pace and origin that other processes share; null: the real time.</param>
    /// <exception cref="IOException">It did not start; the message is what it said.</exception>
    public static async Task<EmulatorProcess> StartAsync(
        EmulatorOptions options,
        ClockSetting? clock,
        CancellationToken cancellationToken
    )
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet"
        )
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                typeof(EmulatorProcess).Assembly.Location,
                "sendgrid-emulator",
                "--end-with-stdin",
                "true",
                "--port",
                options.Port.ToString(CultureInfo.InvariantCulture),
                "--issue-argument",
                options.IssueArgument,
                "--counts-only",
                options.CountsOnly ? "true" : "false",
                "--inbox-size",
                options.InboxSize.ToString(CultureInfo.InvariantCulture),
                "--seed",
                options.Seed.ToString(CultureInfo.InvariantCulture),
            },
        };
        if (options.Webhook is { } webhook)
            start.ArgumentList.Add($"--webhook={webhook}");
        if (clock is not null)
            start.ArgumentList.Add($"--clock={clock}");
        // A key does not belong on a command line.
        if (options.ApiKey is { } key)
            start.Environment[LocalDevProgram.ApiKeyVariable] = key;
        var process = Process.Start(start) ?? throw new IOException("dotnet did not start.");
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            var line = await process.StandardOutput.ReadLineAsync(cancellationToken);
            return Uri.TryCreate(line, UriKind.Absolute, out var address)
                ? new EmulatorProcess(process, address)
                : throw new IOException($"The SendGrid emulator did not start. It says: {await errors}");
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        using (_process)
        {
            _process.StandardInput.Close();
            using var patience = new CancellationTokenSource(StopPatience);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }
    }
}
