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

    /// <summary>What stands in the style sheet between the rules of all pages and those of pages that are not on the site.</summary>
    private const string BesideTheSite = "/* Beside the site: forms, reports, the desk. */";

    private static readonly string[] StyleSheets =
    [
        .. Assembly
            .GetManifestResourceNames()
            .Where(n => Path.GetFileName(n) == StyleSheetName)
            .SelectMany(name => Read(name).Split(BesideTheSite)),
    ];

    /// <summary>The rules that pages on the site need: each page carries them, and a tenth of all it has are for others.</summary>
    public static string SiteStyleSheet { get; } = Compact(StyleSheets[0]);

    public static string StyleSheet { get; } = Compact(string.Concat(StyleSheets));

    /// <summary>
    /// A style sheet of ours without the spaces that no browser needs: it is written into each page. Not for a publisher's
    /// own, which may have them inside of texts.
    /// </summary>
    public static string Compact(string css)
    {
        var text = string.Concat(css.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()));
        foreach (
            var (wide, narrow) in (ReadOnlySpan<(string, string)>)
                [
                    (" {", "{"),
                    ("{ ", "{"),
                    ("; }", "}"),
                    (";}", "}"),
                    (" }", "}"),
                    (": ", ":"),
                    ("; ", ";"),
                    (", ", ","),
                ]
        )
            text = text.Replace(wide, narrow, StringComparison.Ordinal);
        return text;
    }

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
