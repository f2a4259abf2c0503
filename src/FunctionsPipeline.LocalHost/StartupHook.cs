using System.Diagnostics;

// The runtime looks for exactly this class, outside of any namespace, in each assembly of DOTNET_STARTUP_HOOKS.
// It runs in the worker's process, where nothing but the runtime may be needed.
#pragma warning disable CA1050, MA0047

/// <summary>Ends the worker when its standard input closes, which is when the host is gone, however it went.</summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        // Processes that the app starts are none of ours.
        Environment.SetEnvironmentVariable("DOTNET_STARTUP_HOOKS", null);
        var input = Console.OpenStandardInput();
        new Thread(() => WaitAndEnd(input)) { IsBackground = true, Name = "End with host" }.Start();
    }

    private static void WaitAndEnd(Stream input)
    {
        var buffer = new byte[64];
        try
        {
            while (input.Read(buffer) > 0) { }
        }
        catch (IOException)
        {
            // As closed as it gets.
        }

        // Not Environment.Exit: that waits for functions whose results are no longer received.
        Process.GetCurrentProcess().Kill();
    }
}
