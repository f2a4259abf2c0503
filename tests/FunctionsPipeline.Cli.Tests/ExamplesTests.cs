using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Cli.Tests;

/// <summary>Every example in the help is typed, in a folder and on an account that hold what the examples name.</summary>
public sealed class ExamplesTests : IDisposable
{
    /// <summary>What is not there is refused in a sentence; everything else must succeed.</summary>
    private static readonly string[] NothingThere =
    [
        "fp adopt",
        "fp doctor",
        "fp issues plan",
        "fp issues preview",
        "fp issues resolve",
        "fp issues show",
        "fp issues stop",
        "fp issues test-send",
        "fp poison show",
        "fp sources read",
        "fp subscribers erase",
        "fp subscribers evidence",
        "fp subscribers find",
        "fp targets retry",
        "fp targets test",
    ];

    /// <summary>A server, what waits for an app, and what needs an export; their own tests run them.</summary>
    private static readonly string[] NotHere = ["fp migrate", "fp preview", "fp publish", "fp status"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fp-examples");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Every_example_does_what_it_says_or_refuses_in_a_sentence()
    {
        var storage = await AzuriteFixture.NewAccountAsync();
        await PrepareAsync(storage);
        var failures = new ConcurrentBag<string>();

        await Parallel.ForEachAsync(
            Leaves(CommandTree.Create()).Select(c => c.Example()!).Where(e => !Names(NotHere, e)),
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (example, _) =>
            {
                var (code, said) = await RunAsync(storage, example);
                if (code != 0 && !(code == 1 && Names(NothingThere, example)))
                    failures.Add($"{example}: {code}\n{said}");
                if (said.Contains("   at ", StringComparison.Ordinal))
                    failures.Add($"{example}: a stack trace\n{said}");
            }
        );

        Assert.Empty(failures);
    }

    private static bool Names(string[] commands, string example) =>
        Array.Exists(
            commands,
            command => example == command || example.StartsWith(command + " ", StringComparison.Ordinal)
        );

    private async Task PrepareAsync(string storage)
    {
        const string settings = """
            name: Harbour Clinic
            organisation:
              legalName: Harbour Clinic Inc.
              postalAddress: 1 Pier Road, Regina SK
            newsletters:
              - id: weekly
                name: Weekly
                schedule: Tuesday 09:00
            targets:
              - name: mastodon
                type: mastodon
                instance: https://mastodon.example
            """;
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "articles"));
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "settings"));
        await WriteAsync(
            "articles/walking.md",
            "---\ntitle: Walking\ndate: 2026-03-01\nsummary: It helps.\n---\n\nWalk each day.\n"
        );
        await WriteAsync("settings/site.yml", settings);
        await WriteAsync(
            "readers.csv",
            "email,consent_date,consent_evidence\nreader@example.org,2026-01-01,paper form\n"
        );
        await WriteAsync("asked.txt", "reader@example.org\n");
        await new AzureBlobStore(StorageClients.From(storage).Blobs).WriteAsync(
            StoredSettings,
            System.Text.Encoding.UTF8.GetBytes(settings),
            BlobHeaders.Text,
            WriteCondition.Always,
            default
        );
    }

    private static BlobPath StoredSettings => Settings.StoredSiteSettings.File;

    private Task WriteAsync(string name, string text) =>
        File.WriteAllTextAsync(Path.Combine(_folder.FullName, name), text);

    private async Task<(int Code, string Said)> RunAsync(string storage, string example)
    {
        var words = example.Replace("/backups", _folder.FullName, StringComparison.Ordinal).Split(' ')[1..];
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "fp.dll"), .. words])
        {
            UseShellExecute = false,
            WorkingDirectory = _folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[AzureStorageServices.Connection] = storage;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync("reader@example.org\n");
        process.StandardInput.Close();
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Join('\n', said));
    }

    private static IEnumerable<Command> Leaves(Command command) =>
        command.Subcommands.Count == 0 ? [command] : command.Subcommands.SelectMany(Leaves);
}
