using System.Diagnostics;
using System.Globalization;
using FunctionsPipeline.LocalHost.Settings;

namespace FunctionsPipeline.LocalHost.Worker;

/// <summary>The command line and the environment that the worker of Microsoft.Azure.Functions.Worker expects.</summary>
internal sealed class WorkerStart(WorkerFolder folder, AppSettings settings, IReadOnlyList<string> startupHooks)
{
    private const int LargestMessage = int.MaxValue;

    public ProcessStartInfo For(string workerId, Uri rpc)
    {
        var start = new ProcessStartInfo(folder.Executable)
        {
            UseShellExecute = false,
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (folder.Assembly is not null)
            start.ArgumentList.Add(folder.Assembly);
        foreach (var (name, value) in Arguments(workerId, rpc))
        {
            start.ArgumentList.Add("--" + name);
            start.ArgumentList.Add(value);
        }

        start.Environment.Clear();
        foreach (var (name, value) in settings.Variables)
            start.Environment[name] = value;
        start.Environment["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        start.Environment["FUNCTIONS_WORKER_DIRECTORY"] = folder.Path;
        // The worker reads the route prefix from host.json there.
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = folder.Path;
        start.Environment["DOTNET_STARTUP_HOOKS"] = string.Join(
            Path.PathSeparator,
            startupHooks.Prepend(typeof(WorkerStart).Assembly.Location)
        );
        return start;
    }

    // Workers before 2.0 read the short names, later ones the names that begin with "functions".
    private static IEnumerable<(string Name, string Value)> Arguments(string workerId, Uri rpc)
    {
        var request = Guid.NewGuid().ToString();
        var largest = LargestMessage.ToString(CultureInfo.InvariantCulture);
        yield return ("host", rpc.Host);
        yield return ("port", rpc.Port.ToString(CultureInfo.InvariantCulture));
        yield return ("workerId", workerId);
        yield return ("requestId", request);
        yield return ("grpcMaxMessageLength", largest);
        yield return ("functions-uri", rpc.AbsoluteUri);
        yield return ("functions-worker-id", workerId);
        yield return ("functions-request-id", request);
        yield return ("functions-grpc-max-message-length", largest);
    }
}
