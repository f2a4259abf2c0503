using System.Globalization;
using System.Reflection;
using System.Text;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Branding.Fonts;

/// <summary>
/// The fonts that are published with the site: a serif for texts, a sans for headings. They came from npm when the app was
/// built (<c>Fonts.targets</c>); where npm could not be reached there are none, and pages use those of the reader's system.
/// </summary>
internal static class SiteFonts
{
    /// <summary>On the site, from its root.</summary>
    private const string Folder = "assets/fonts/";

    private const string Resources = "Branding/Fonts/";

    private static readonly Assembly Assembly = typeof(SiteFonts).Assembly;

    /// <summary>
    /// Letters that only the larger part of each font has. Of what is not in either, a browser takes the system's letters.
    /// The dotless i and the ligature oe are in the smaller part, so that a page in French loads no second file.
    /// </summary>
    private const string Extended = "U+100-130,U+132-151,U+154-2BA,U+1E00-1EFF";

    private static readonly IReadOnlyList<FontFace> Faces =
    [
        new("Serif4", "400", "serif-400.woff2", null),
        new("Serif4", "400;font-style:italic", "serif-400-italic.woff2", null),
        new("Figtree", "600", "sans-600.woff2", null),
        new("Serif4", "400", "serif-ext-400.woff2", Extended),
        new("Serif4", "400;font-style:italic", "serif-ext-400-italic.woff2", Extended),
        new("Figtree", "600", "sans-ext-600.woff2", Extended),
    ];

    /// <summary>Every file to publish, the licences (SIL Open Font License 1.1) among them; none or all.</summary>
    public static IReadOnlyList<FontFile> Files { get; } =
    [
        .. Assembly
            .GetManifestResourceNames()
            .Where(name =>
                name.StartsWith(Resources, StringComparison.Ordinal)
                && (
                    name.EndsWith(".woff2", StringComparison.Ordinal) || name.EndsWith(".txt", StringComparison.Ordinal)
                )
            )
            .Order(StringComparer.Ordinal)
            .Select(name => FontFile.Of(Folder, name[Resources.Length..], Read(name))),
    ];

    /// <summary>Changes with any file; empty without fonts.</summary>
    public static string Version { get; } = string.Join(' ', Files.Select(file => file.Path));

    /// <summary>The style sheet that makes pages use them; empty without fonts.</summary>
    public static string StyleSheetFor(Uri site)
    {
        if (Files.Count == 0)
            return "";
        var css = new StringBuilder();
        foreach (var face in Faces)
        {
            css.Append(
                CultureInfo.InvariantCulture,
                $"@font-face{{font-family:{face.Family};font-weight:{face.Weight};font-display:swap;src:url({AddressOf(site, face.File)})"
            );
            css.Append(face.Range is null ? "" : $";unicode-range:{face.Range}").Append("}\n");
        }
        return css.Append(FontFallbacks.StyleSheet).ToString();
    }

    /// <summary>The one that every text begins with, to be loaded beside the page; null without fonts.</summary>
    public static string? FirstOf(Uri site) => Files.Count == 0 ? null : AddressOf(site, "serif-400.woff2");

    /// <exception cref="InvalidOperationException">The build has left it out.</exception>
    private static string AddressOf(Uri site, string name) =>
        Files.FirstOrDefault(file => file.Name == name) is { } found
            ? new Uri(site, found.Path).AbsoluteUri
            : throw new InvalidOperationException($"The font {name} is not embedded; build again.");

    private static byte[] Read(string resource)
    {
        using var stream = Assembly.GetManifestResourceStream(resource)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <param name="Weight">And its style, unless that is upright.</param>
    /// <param name="Range">CSS's <c>unicode-range</c>; null for every letter.</param>
    private sealed record FontFace(string Family, string Weight, string File, string? Range);
}

/// <summary>A file beside the site's pages. Its address changes with its content: browsers keep it for good.</summary>
/// <param name="Name">As embedded.</param>
/// <param name="Path">From the site's root, e.g. <c>assets/fonts/serif-400-0a1b2c3d.woff2</c>.</param>
internal sealed record FontFile(string Name, string Path, ReadOnlyMemory<byte> Content)
{
    public bool IsFont => Name.EndsWith(".woff2", StringComparison.Ordinal);

    public static FontFile Of(string folder, string name, byte[] content)
    {
        var dot = name.LastIndexOf('.');
        return new FontFile(name, $"{folder}{name[..dot]}-{Sha256Hex.Of(content)[..8]}{name[dot..]}", content);
    }
}
