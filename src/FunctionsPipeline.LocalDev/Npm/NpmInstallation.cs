using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.LocalDev.Npm;

/// <summary>
/// Packages as an embedded package-lock.json names them, installed once per user by <c>npm ci</c>. A folder that has its
/// final name is whole: the installation happens beside it and is renamed at the end, under a lock that other processes
/// wait for.
/// </summary>
/// <param name="name">As people know it; in small letters, it names the folder.</param>
/// <param name="assembly">Embeds the files as <c>&lt;name in small letters&gt;/&lt;file&gt;</c>.</param>
/// <param name="files"><c>package.json</c>, <c>package-lock.json</c> and what belongs beside them.</param>
public sealed partial class NpmInstallation(string name, Assembly assembly, params string[] files)
{
    /// <summary>Names a folder to install into instead of the user's cache folder.</summary>
    public const string CacheVariable = "FUNCTIONSPIPELINE_CACHE";

    private readonly string _folderName = name.ToLowerInvariant();

    /// <summary>Installs unless it is there, and returns the folder.</summary>
    /// <exception cref="NpmException">npm is missing or fails.</exception>
    public async Task<string> EnsureAsync(ILogger logger, CancellationToken cancellationToken)
    {
        var cache = CacheFolder();
        var folder = Path.Combine(cache, $"{_folderName}-{Fingerprint()}");
        if (Directory.Exists(folder))
            return folder;

        Directory.CreateDirectory(cache);
        await using var held = await LockAsync($"{folder}.lock", cancellationToken);
        if (Directory.Exists(folder))
            return folder;

        LogInstalling(logger, name, cache);
        var unfinished = $"{folder}.unfinished";
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);
        Directory.CreateDirectory(unfinished);
        foreach (var file in files)
        {
            await using var target = File.Create(Path.Combine(unfinished, file));
            await using var source = Open(file);
            await source.CopyToAsync(target, cancellationToken);
        }
        await RunNpmAsync(unfinished, cancellationToken);
        Directory.Move(unfinished, folder);
        return folder;
    }

    public static string CacheFolder()
    {
        if (Environment.GetEnvironmentVariable(CacheVariable) is { Length: > 0 } chosen)
            return Path.GetFullPath(chosen);
        var root =
            OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg && Path.IsPathRooted(xdg)
                ? xdg
            : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home
                ? Path.Combine(home, ".cache")
            : Path.GetTempPath();
        return Path.Combine(root, "functionspipeline");
    }

    private Stream Open(string file) =>
        assembly.GetManifestResourceStream($"{_folderName}/{file}")
        ?? throw new InvalidOperationException($"{_folderName}/{file} is not embedded in {assembly.GetName().Name}.");

    /// <summary>Of all that is installed: a change in the lock installs again beside the old one.</summary>
    private string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
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

    private async Task RunNpmAsync(string folder, CancellationToken cancellationToken)
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
        using var npm =
            Process.Start(start)
            ?? throw new NpmException("npm did not start; check that `npm --version` works in a terminal.");
        npm.StandardInput.Close();
        var said = Task.WhenAll(
            npm.StandardOutput.ReadToEndAsync(cancellationToken),
            npm.StandardError.ReadToEndAsync(cancellationToken)
        );
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
            var lines = string.Join('\n', await said)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            throw new NpmException(
                $"{name} could not be installed: `npm ci` ended with code {npm.ExitCode}; is the npm registry reachable? npm says: {string.Join(' ', lines.TakeLast(6))}"
            );
        }
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Installing {Name} into {Folder}, once; this takes about half a minute."
    )]
    private static partial void LogInstalling(ILogger logger, string name, string folder);
}

/// <summary>Node or npm is missing or failed. The message says what to do.</summary>
public class NpmException : Exception
{
    public NpmException() { }

    public NpmException(string message)
        : base(message) { }

    public NpmException(string message, Exception? innerException)
        : base(message, innerException) { }
}
