using System.Globalization;
using FunctionsPipeline.Settings.Yaml;

namespace FunctionsPipeline.Settings;

/// <summary>Brand colours that readers can read: WCAG 2.2, 1.4.3 (contrast of text, 4.5 to 1).</summary>
internal static class Colour
{
    /// <summary>The dark style's background, as in <c>site.css</c>.</summary>
    public const string DarkBackground = "#14181a";

    private const double Readable = 4.5;

    /// <summary>
    /// A colour as <c>#rrggbb</c> in small letters, readable on <paramref name="background"/>; else null and a finding.
    /// </summary>
    public static string? Read(YamlMapReader map, string key, string background)
    {
        if (map.Text(key) is not { } text)
            return null;
        if (
            text.Length != 7
            || text[0] != '#'
            || !int.TryParse(text.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out _)
        )
        {
            map.Error(key, "is not a colour.", "Write it in quotes as \"#0b5d66\": six hexadecimal digits.");
            return null;
        }
        var contrast = Contrast(text, background);
        if (contrast >= Readable)
            return text.ToLowerInvariant();
        map.Error(
            key,
            string.Create(
                CultureInfo.InvariantCulture,
                $"cannot be read on {background}: its contrast is {contrast:0.0} to 1."
            ),
            background == DarkBackground
                ? "Choose a lighter colour (4.5 to 1 or more)."
                : "Choose a darker colour (4.5 to 1 or more)."
        );
        return null;
    }

    /// <summary>Contrast ratio as WCAG 2.2 defines it, 1 to 21.</summary>
    public static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string colour)
    {
        return (0.2126 * Channel(1)) + (0.7152 * Channel(3)) + (0.0722 * Channel(5));

        double Channel(int at)
        {
            var c = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
        }
    }
}
