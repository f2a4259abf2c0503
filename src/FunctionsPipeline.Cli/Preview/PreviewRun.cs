using System.ComponentModel;
using System.Diagnostics;
using FunctionsPipeline.Cli.Lint.Formats;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Cli.Preview;

/// <param name="Settings">The folder of <c>site.yml</c>; null to look for it.</param>
/// <param name="Port">0 for a free one.</param>
internal sealed record PreviewOptions(string Folder, string? Settings, int Port, bool OpensBrowser);

/// <summary>Serves until it is cancelled.</summary>
internal static class PreviewRun
{
    /// <returns>The exit code: 0 once it was cancelled.</returns>
    /// <exception cref="IOException">The folder cannot be read, or the port is in use.</exception>
    public static async Task<int> RunAsync(
        PreviewOptions options,
        CommandOutput output,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var look = new PreviewLook(options.Folder, options.Settings);
        await using var site = new PreviewSite(options.Folder, look, time);
        await using var server = new PreviewServer(site, options.Port, time);
        try
        {
            // Watched before it is looked at: a save in between is seen.
            using var watch = new FolderWatch(FoldersOf(options), time);
            await server.StartAsync(cancellationToken);
            look.Origin = server.Address;
            await site.UpdateAsync(cancellationToken);
            var start = new Uri(server.Address, PreviewPages.Start);
            await output.SayAsync($"The preview of '{options.Folder}' is at {start}. Ctrl-C ends it.");
            await output.JsonAsync(new PreviewStarted(start), PreviewJson.Readable.PreviewStarted);
            if (options.OpensBrowser)
                Open(start);
            while (true)
            {
                await watch.WaitAsync(cancellationToken);
                await UpdateAsync(site, output, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
    }

    /// <summary>The folder may be away for a moment, as when a branch is switched: what was shown stays.</summary>
    private static async Task UpdateAsync(PreviewSite site, CommandOutput output, CancellationToken cancellationToken)
    {
        try
        {
            await site.UpdateAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or StorageException)
        {
            await output.ComplainAsync($"{OneLine.Of(e.Message)} The preview shows what it had.");
        }
    }

    private static IEnumerable<string> FoldersOf(PreviewOptions options)
    {
        yield return options.Folder;
        if ((options.Settings ?? Folders.SettingsFolder.Find(options.Folder)) is { } settings)
            yield return settings;
    }

    private static void Open(Uri address)
    {
        try
        {
            Process.Start(new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true })?.Dispose();
        }
        catch (Exception e) when (e is Win32Exception or FileNotFoundException)
        {
            // The address was printed.
        }
    }
}
