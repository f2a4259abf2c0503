using System.Text.Json;
using FunctionsPipeline.LocalHost.Settings;

namespace FunctionsPipeline.LocalHost.Worker;

/// <summary>The built app: what to start is in its worker.config.json, which the Functions worker's SDK writes.</summary>
/// <param name="Executable">The program to start.</param>
/// <param name="Assembly">Its first argument: the app's dll; null when the program is the app itself.</param>
internal sealed record WorkerFolder(string Path, string Executable, string? Assembly)
{
    private const string ConfigFile = "worker.config.json";

    /// <exception cref="LocalHostException">It is not the output of an isolated-worker app.</exception>
    public static WorkerFolder Read(string folder)
    {
        if (!Directory.Exists(folder))
            throw new LocalHostException(
                $"The app's folder {folder} does not exist. Build the app, or name the folder that its build wrote."
            );
        var config = System.IO.Path.Combine(folder, ConfigFile);
        if (!File.Exists(config))
        {
            throw new LocalHostException(
                $"{folder} has no {ConfigFile}, so it is not the output of an isolated Azure Functions app. Name the folder that "
                    + "`dotnet build` or `dotnet publish` of the app wrote, such as bin/Debug/net10.0."
            );
        }

        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(config), HostJson.Lenient);
            var description = json.RootElement.GetProperty("description");
            var executable = Text(description, "defaultExecutablePath") ?? "dotnet";
            var assembly = Text(description, "defaultWorkerPath");
            var worker = new WorkerFolder(
                folder,
                executable == "dotnet" ? DotNet() : Inside(folder, executable),
                assembly is null ? null : Inside(folder, assembly)
            );
            foreach (var file in new[] { worker.Assembly, executable == "dotnet" ? null : worker.Executable })
            {
                if (file is not null && !File.Exists(file))
                    throw new LocalHostException($"{config} names {file}, which does not exist. Build the app again.");
            }

            return worker;
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new LocalHostException($"{config} cannot be read: {broken.Message} Build the app again.", broken);
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.GetString() is { Length: > 0 } text ? text : null;

    private static string Inside(string folder, string file) =>
        System.IO.Path.GetFullPath(
            file.Replace("{WorkerRoot}", folder + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal),
            folder
        );

    // The dotnet that runs this process runs the worker as well, wherever PATH leads.
    private static string DotNet() =>
        Environment.ProcessPath is { } self && System.IO.Path.GetFileNameWithoutExtension(self) == "dotnet" ? self
        : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path
        : "dotnet";
}
