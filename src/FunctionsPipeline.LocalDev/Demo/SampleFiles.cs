using System.Reflection;

namespace FunctionsPipeline.LocalDev.Demo;

/// <summary>The embedded sample files: <c>settings/…</c> and <c>articles/…</c>, dropped as staff would drop them.</summary>
internal static class SampleFiles
{
    private const string Prefix = "samples/";

    private static readonly Assembly Assembly = typeof(SampleFiles).Assembly;

    /// <summary>Container and name of each sample.</summary>
    public static IReadOnlyList<SampleFile> All { get; } =
    [
        .. Assembly
            .GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(n => n[Prefix.Length..].Split('/', 2))
            .Where(parts => parts.Length == 2)
            .Select(parts => new SampleFile(parts[0], parts[1]))
            // Settings first, then what articles refer to, then the articles.
            .OrderBy(f =>
                f.Container == "settings" ? 0
                : f.IsArticle ? 2
                : 1
            )
            .ThenBy(f => f.Name, StringComparer.Ordinal),
    ];

    public static Stream Open(SampleFile file) =>
        Assembly.GetManifestResourceStream($"{Prefix}{file.Container}/{file.Name}")!;
}

internal sealed record SampleFile(string Container, string Name)
{
    /// <summary>A mail to new readers.</summary>
    public bool IsWelcome => Container == "articles" && Name.StartsWith("_welcome/", StringComparison.Ordinal);

    public bool IsArticle =>
        Container == "articles" && Path.GetExtension(Name) is ".md" or ".txt" or ".markdown" && !Name.StartsWith('_');
}
