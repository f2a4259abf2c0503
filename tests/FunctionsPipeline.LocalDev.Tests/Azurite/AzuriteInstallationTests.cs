using FunctionsPipeline.LocalDev.Npm;

namespace FunctionsPipeline.LocalDev.Tests;

/// <summary>With an npm that only pretends: it notes that it ran, and leaves a script that says what Azurite says.</summary>
public sealed class AzuriteInstallationTests : IDisposable
{
    private const string PretendAzurite = """
        console.log('Azurite Blob service is successfully listening at http://127.0.0.1:1');
        console.log('Azurite Queue service is successfully listening at http://127.0.0.1:2');
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("azurite-install-").FullName;

    private string Cache => Path.Combine(_folder, "cache");

    [FactWithShell]
    public async Task Processes_that_start_together_install_once()
    {
        PretendNpm(
            $"sleep 0.5; mkdir -p node_modules/azurite/dist/src; cp '{Script()}' node_modules/azurite/dist/src/azurite.js"
        );

        var answers = await Task.WhenAll(StartAsync(), StartAsync(), StartAsync());

        Assert.All(
            answers,
            a => Assert.Contains("BlobEndpoint=http://127.0.0.1:1/", a.Output, StringComparison.Ordinal)
        );
        Assert.Equal(1, TimesInstalled());
    }

    [FactWithShell]
    public async Task An_interrupted_installation_is_not_taken_for_a_finished_one()
    {
        PretendNpm("mkdir -p node_modules/azurite; kill -9 $$");
        var first = await StartAsync();
        Assert.Equal(1, first.ExitCode);

        PretendNpm(
            $"test ! -e node_modules && mkdir -p node_modules/azurite/dist/src && cp '{Script()}' node_modules/azurite/dist/src/azurite.js"
        );
        var second = await StartAsync();

        Assert.Contains("BlobEndpoint=http://127.0.0.1:1/", second.Output, StringComparison.Ordinal);
        Assert.Equal(2, TimesInstalled());
        Assert.Contains("BlobEndpoint=http://127.0.0.1:1/", (await StartAsync()).Output, StringComparison.Ordinal);
        Assert.Equal(2, TimesInstalled());
    }

    [FactWithShell]
    public async Task A_failing_npm_is_quoted()
    {
        PretendNpm("echo 'npm error network is unreachable' >&2; exit 7");

        var answer = await StartAsync();

        Assert.Equal(1, answer.ExitCode);
        Assert.Equal(
            "Azurite could not be installed: `npm ci` ended with code 7; is the npm registry reachable? npm says: npm error network is unreachable",
            answer.Error.Trim()
        );
    }

    private string Script()
    {
        var path = Path.Combine(_folder, "pretend.js");
        File.WriteAllText(path, PretendAzurite);
        return path;
    }

    private void PretendNpm(string body)
    {
        var bin = Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName;
        var npm = Path.Combine(bin, "npm");
        File.WriteAllText(npm, $"#!/bin/sh\necho ran >> '{_folder}/ran'\n{body}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(npm, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private int TimesInstalled() => File.ReadAllLines(Path.Combine(_folder, "ran")).Length;

    private async Task<(string? Output, string Error, int ExitCode)> StartAsync()
    {
        using var process = LocalDevProcess.Start(
            new Dictionary<string, string>
            {
                ["PATH"] = $"{Path.Combine(_folder, "bin")}:{Environment.GetEnvironmentVariable("PATH")}",
                [NpmInstallation.CacheVariable] = Cache,
            },
            "azurite",
            "--blob-port",
            "0",
            "--queue-port",
            "0"
        );
        var output = await process.StandardOutput.ReadLineAsync();
        if (output is not null)
            process.Kill();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (output, error, process.ExitCode);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed class FactWithShellAttribute : FactAttribute
    {
        public FactWithShellAttribute()
        {
            if (OperatingSystem.IsWindows())
                Skip = "The pretended npm is a shell script.";
        }
    }
}
