using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Articles.Images;

/// <summary>
/// The size that an SVG's root element asks for. Not an XML parser: no entity is ever expanded, nothing is fetched.
/// </summary>
internal static partial class SvgSize
{
    /// <summary>From width and height in pixels, else from the viewBox, else null.</summary>
    public static (int Width, int Height)? Read(ReadOnlySpan<byte> head)
    {
        var root = Root().Match(Encoding.UTF8.GetString(head));
        if (!root.Success)
            return null;
        double width = 0,
            height = 0,
            boxWidth = 0,
            boxHeight = 0;
        foreach (Match attribute in Attribute().Matches(root.Value))
        {
            var value = attribute.Groups["value"].Value;
            switch (attribute.Groups["name"].Value)
            {
                case "width":
                    width = Pixels(value);
                    break;
                case "height":
                    height = Pixels(value);
                    break;
                case "viewBox":
                    var parts = value.Split([' ', ',', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
                    if (parts.Length == 4)
                        (boxWidth, boxHeight) = (Pixels(parts[2]), Pixels(parts[3]));
                    break;
            }
        }
        if (width > 0 && height > 0)
            return Round(width, height);
        if (boxWidth <= 0 || boxHeight <= 0)
            return null;
        if (width > 0)
            return Round(width, width * boxHeight / boxWidth);
        return height > 0 ? Round(height * boxWidth / boxHeight, height) : Round(boxWidth, boxHeight);
    }

    private static (int Width, int Height)? Round(double width, double height) =>
        width is >= 0.5 and < 100_000 && height is >= 0.5 and < 100_000
            ? (
                (int)Math.Round(width, MidpointRounding.AwayFromZero),
                (int)Math.Round(height, MidpointRounding.AwayFromZero)
            )
            : null;

    /// <summary>
    /// 0 for anything but plain or <c>px</c> numbers: per cent and physical units depend on where it is shown.
    /// </summary>
    private static double Pixels(string text)
    {
        var number = text.AsSpan().Trim();
        if (number.EndsWith("px", StringComparison.Ordinal))
            number = number[..^2];
        return
            double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value)
            ? value
            : 0;
    }

    [GeneratedRegex(
        @"^\uFEFF?\s*(?:<\?xml[^>]*>\s*)?(?>(?:<!--[\s\S]*?-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\])?[^>]*>)\s*)*<svg\b[^>]*>",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Root();

    [GeneratedRegex(
        @"\s(?<name>width|height|viewBox)\s*=\s*(?:""(?<value>[^""]*)""|'(?<value>[^']*)')",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Attribute();
}
