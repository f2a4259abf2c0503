using System.Security.Cryptography;
using System.Text;

namespace FunctionsPipeline.Branding;

/// <summary>
/// The one script that runs on articles' pages (<c>page.js</c>), written into each page. <see cref="PagePolicy"/> allows
/// exactly this text by its hash (CSP level 3, section 2.3.1), and nothing else.
/// </summary>
internal static class PageScript
{
    /// <summary>
    /// Without comments and indentation, which each page would carry, and with line feeds only, as HTML parsers hand a script
    /// on.
    /// </summary>
    public static string Text { get; } = Load();

    /// <summary>A source of <c>script-src</c>.</summary>
    public static string Source { get; } =
        $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}'";

    private static string Load()
    {
        using var stream =
            typeof(PageScript).Assembly.GetManifestResourceStream("Branding/page.js")
            ?? throw new InvalidOperationException("Branding/page.js is not embedded.");
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim());
        var text = string.Join(
            '\n',
            lines.Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal))
        );
        EncodedTexts.Add(text);
        return text;
    }
}
