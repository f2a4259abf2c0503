using System.Globalization;
using SkiaSharp;

namespace FunctionsPipeline.Pictures;

/// <summary>The colour that stands where a picture is still to come.</summary>
internal static class MainColour
{
    private const int Side = 32;

    /// <summary>Colours that share the first three bits of each part are one.</summary>
    private const int Shift = 5;

    public static bool IsOpaque(SKBitmap bitmap)
    {
        if (bitmap.AlphaType == SKAlphaType.Opaque)
            return true;
        var pixels = bitmap.GetPixelSpan();
        for (var alpha = 3; alpha < pixels.Length; alpha += 4)
        {
            if (pixels[alpha] != byte.MaxValue)
                return false;
        }
        return true;
    }

    /// <returns>The mean of the largest group of like colours, as <c>#rrggbb</c>.</returns>
    public static string Of(SKBitmap bitmap)
    {
        using var small = DecodedPicture.Resize(bitmap, Math.Min(Side, bitmap.Width), Math.Min(Side, bitmap.Height));
        var largest = small
            .Pixels.GroupBy(p => (p.Red >> Shift, p.Green >> Shift, p.Blue >> Shift))
            .MaxBy(g => g.Count())!;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"#{Mean(largest, p => p.Red):x2}{Mean(largest, p => p.Green):x2}{Mean(largest, p => p.Blue):x2}"
        );
    }

    private static int Mean(IEnumerable<SKColor> colours, Func<SKColor, byte> part) =>
        (int)Math.Round(colours.Average(c => part(c)), MidpointRounding.AwayFromZero);
}
