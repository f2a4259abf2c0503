using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.LocalDev.Azurite;

/// <summary>
/// Azurite as the embedded package-lock.json names it, installed once per user by <c>npm ci</c>. A folder that has its
/// final name is whole: the installation happens beside it and is renamed at the end, under a lock that other processes
/// wait for.
/// </summary>
internal static partial class AzuriteInstallation
{
    /// <summary>Names a folder to install into instead of the user's cache folder.</summary>
    public const string CacheVariable = "FUNCTIONSPIPELINE_CACHE";

    private static readonly string[] Files = ["package.json", "package-lock.json", "end-with-parent.cjs"];

    /// <summary>Installs unless it is there, and returns the folder.</summary>
    /// <exception cref="AzuriteException">npm is missing or fails.</exception>
    public static async Task<AzuriteFolder> EnsureAsync(ILogger logger, CancellationToken cancellationToken)
    {
        var cache = CacheFolder();
        var folder = new AzuriteFolder(Path.Combine(cache, $"azurite-{Fingerprint()}"));
        if (Directory.Exists(folder.Path))
            return folder;

        Directory.CreateDirectory(cache);
        await using var held = await LockAsync($"{folder.Path}.lock", cancellationToken);
        if (Directory.Exists(folder.Path))
            return folder;

        LogInstalling(logger, cache);
        var unfinished = $"{folder.Path}.unfinished";
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);
        Directory.CreateDirectory(unfinished);
        foreach (var file in Files)
        {
            await using var target = File.Create(Path.Combine(unfinished, file));
            await using var source = Open(file);
            await source.CopyToAsync(target, cancellationToken);
        }
        await RunNpmAsync(unfinished, cancellationToken);
        Directory.Move(unfinished, folder.Path);
        return folder;
    }

    public static string CacheFolder()
    {
        if (Environment.GetEnvironmentVariable(CacheVariable) is { Length: > 0 } chosen)
            return Path.GetFullPath(chosen);
        var root = OperatingSystem.IsWindows()
            ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg && Path.IsPathRooted(xdg)
                ? xdg
                : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home
                    ? Path.Combine(home, ".cache")
                    : Path.GetTempPath();
        return Path.Combine(root, "functionspipeline");
    }

    private static Stream Open(string file)
        => typeof(AzuriteInstallation).Assembly.GetManifestResourceStream($"azurite/{file}")
            ?? throw new InvalidOperationException($"azurite/{file} is not embedded in this assembly.");

    /// <summary>Of all that is installed: a change in the lock installs anew beside the old one.</summary>
    private static string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Files)
        {
            using var source = Open(file);
            using var bytes = new MemoryStream();
            source.CopyTo(bytes);
            hash.AppendData(bytes.ToArray());
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    /// <summary>A file held open without sharing: the system lets go of it when its holder dies.</summary>
    private static async Task<FileStream> LockAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System, cancellationToken);
            }
        }
    }

    private static async Task RunNpmAsync(string folder, CancellationToken cancellationToken)
    {
        // npm's own cache makes the second of two installations quick; no package of the lock needs an install script.
        var start = new ProcessStartInfo(NodeTools.Find("npm"))
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error" },
        };
        using var npm = Process.Start(start)
            ?? throw new AzuriteException("npm did not start; check that `npm --version` works in a terminal.");
        npm.StandardInput.Close();
        var said = Task.WhenAll(
            npm.StandardOutput.ReadToEndAsync(cancellationToken), npm.StandardError.ReadToEndAsync(cancellationToken));
        try
        {
            await npm.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            npm.Kill(entireProcessTree: true);
            throw;
        }
        if (npm.ExitCode != 0)
        {
            var lines = string.Join('\n', await said).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            throw new AzuriteException(
                $"Azurite could not be installed: `npm ci` ended with code {npm.ExitCode}; is the npm registry reachable? npm says: {string.Join(' ', lines.TakeLast(6))}");
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Installing Azurite into {Folder}, once; this takes about half a minute.")]
    private static partial void LogInstalling(ILogger logger, string folder);
}

/// <summary>Where an installation of Azurite is.</summary>
internal sealed record AzuriteFolder(string Path)
{
    public string Script => System.IO.Path.Combine(Path, "node_modules", "azurite", "dist", "src", "azurite.js");

    /// <summary>Makes Azurite end with the process that started it.</summary>
    public string EndWithParent => System.IO.Path.Combine(Path, "end-with-parent.cjs");
}
