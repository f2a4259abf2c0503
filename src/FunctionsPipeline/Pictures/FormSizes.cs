using FunctionsPipeline.Articles.Images;

namespace FunctionsPipeline.Pictures;

/// <summary>Which widths are made of a picture: never more than it has.</summary>
internal static class FormSizes
{
    /// <summary>The widest form.</summary>
    public static int Top(ImageInfo info) => Math.Min(info.Width, PictureLimits.Widths[^1]);

    /// <summary>All widths, the widest first.</summary>
    public static IEnumerable<int> Of(ImageInfo info) =>
        PictureLimits.Widths.Where(w => w < info.Width).Append(Top(info)).Distinct().OrderDescending();

    public static int HeightOf(ImageInfo info, int width) => HeightOf(info.Width, info.Height, width);

    /// <summary>The height of a form, in proportion.</summary>
    public static int HeightOf(int fullWidth, int fullHeight, int width) =>
        (int)Math.Max(1, Math.Round((double)fullHeight * width / fullWidth, MidpointRounding.AwayFromZero));

    /// <summary>How much of a JPEG's size, in eighths, is enough for the widest form.</summary>
    public static int EighthsFor(ImageInfo info) => (int)Math.Ceiling(8.0 * Top(info) / info.Width);
}
