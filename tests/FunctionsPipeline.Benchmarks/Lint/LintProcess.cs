using System.Diagnostics;

namespace FunctionsPipeline.Benchmarks.Lint;

/// <summary>Runs a linter and takes its time, start included. Findings are no failure.</summary>
internal static class LintProcess
{
    public static async Task<(double Seconds, int Code, string Said)> RunAsync(
        ProcessStartInfo start,
        CancellationToken cancellationToken
    )
    {
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var clock = Stopwatch.StartNew();
        using var process =
            Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} does not start.");
        var said = Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(cancellationToken),
            process.StandardError.ReadToEndAsync(cancellationToken)
        );
        await process.WaitForExitAsync(cancellationToken);
        var seconds = clock.Elapsed.TotalSeconds;
        return (seconds, process.ExitCode, string.Concat(await said));
    }
}
