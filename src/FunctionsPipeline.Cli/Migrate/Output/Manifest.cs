using System.Text.Json.Serialization;

namespace FunctionsPipeline.Cli.Migrate.Output;

/// <summary>
/// What earlier runs wrote (<c>migration.json</c>), so that a repeated one overwrites its own files and no others.
/// </summary>
internal sealed record Manifest
{
    public const string FileName = "migration.json";

    public int Version { get; init; } = 1;

    public string Service { get; init; } = "";

    /// <summary>Path below the output, with '/', to the SHA-256 of what was written there.</summary>
    public SortedDictionary<string, string> Files { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Web address of a picture to the path below the output to which it was downloaded.</summary>
    public SortedDictionary<string, string> Fetched { get; init; } = new(StringComparer.Ordinal);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Manifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
