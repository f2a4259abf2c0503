using System.Collections.Frozen;
using System.Reflection;

namespace FunctionsPipeline.Branding;

/// <summary>
/// The templates and the style sheet that ship with the app, each embedded beside the feature that renders it.
/// </summary>
internal static class BuiltInTemplates
{
    public const string Extension = ".hbs";
    public const string StyleSheetName = "site.css";

    private static readonly Assembly Assembly = typeof(BuiltInTemplates).Assembly;

    /// <summary>Name without extension to text.</summary>
    /// <exception cref="InvalidOperationException">Two features ship a template of the same name.</exception>
    public static FrozenDictionary<string, string> Templates { get; } = Load();

    public static string StyleSheet { get; } =
        Assembly
            .GetManifestResourceNames()
            .Where(n => Path.GetFileName(n) == StyleSheetName)
            .Select(Read)
            .FirstOrDefault("");

    private static FrozenDictionary<string, string> Load()
    {
        var templates = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (
            var resource in Assembly
                .GetManifestResourceNames()
                .Where(n => n.EndsWith(Extension, StringComparison.Ordinal))
        )
        {
            var name = Path.GetFileNameWithoutExtension(resource);
            if (!templates.TryAdd(name, Read(resource)))
                throw new InvalidOperationException($"Two built-in templates are named '{name}'.");
        }
        return templates.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string Read(string resource)
    {
        using var reader = new StreamReader(Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
