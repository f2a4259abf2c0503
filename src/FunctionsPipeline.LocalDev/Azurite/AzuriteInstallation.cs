using FunctionsPipeline.LocalDev.Npm;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.LocalDev.Azurite;

/// <summary>Azurite as the embedded package-lock.json names it.</summary>
internal static class AzuriteInstallation
{
    private static readonly NpmInstallation Packages = new(
        "Azurite",
        typeof(AzuriteInstallation).Assembly,
        "package.json",
        "package-lock.json",
        "end-with-parent.cjs",
        "meter.cjs"
    );

    /// <summary>Installs unless it is there, and returns the folder.</summary>
    /// <exception cref="NpmException">npm is missing or fails.</exception>
    public static async Task<AzuriteFolder> EnsureAsync(ILogger logger, CancellationToken cancellationToken) =>
        new(await Packages.EnsureAsync(logger, cancellationToken));
}

/// <summary>Where an installation of Azurite is.</summary>
internal sealed record AzuriteFolder(string Path)
{
    public string Script => System.IO.Path.Combine(Path, "node_modules", "azurite", "dist", "src", "azurite.js");

    /// <summary>Makes Azurite end with the process that started it.</summary>
    public string EndWithParent => System.IO.Path.Combine(Path, "end-with-parent.cjs");

    /// <summary>Makes Azurite count requests.</summary>
    public string Meter => System.IO.Path.Combine(Path, "meter.cjs");
}
