using System.Collections.Concurrent;
using System.Text.Json;

namespace FunctionsPipeline.Localization;

/// <summary>
/// A language: <c>&lt;tag&gt;.json</c> in this folder, an object of sections, each an object of texts by key. A translation is
/// one more file.
/// </summary>
internal static class LanguageFile
{
    private const string Folder = "Localization/";
    private const string Ending = ".json";

    private static readonly ConcurrentDictionary<string, Dictionary<string, Dictionary<string, string>>> Read = new(
        StringComparer.Ordinal
    );

    /// <summary>The tags of all files.</summary>
    public static IEnumerable<string> Tags =>
        typeof(LanguageFile)
            .Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Folder, StringComparison.Ordinal) && n.EndsWith(Ending, StringComparison.Ordinal))
            .Select(n => n[Folder.Length..^Ending.Length]);

    /// <summary>The sections of one language.</summary>
    /// <param name="tag">One of <see cref="Tags"/>.</param>
    public static IReadOnlyDictionary<string, Dictionary<string, string>> Of(string tag) =>
        Read.GetOrAdd(
            tag,
            static t =>
            {
                using var stream = typeof(LanguageFile).Assembly.GetManifestResourceStream(Folder + t + Ending)!;
                return JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(stream)!;
            }
        );
}
