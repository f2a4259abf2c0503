namespace FunctionsPipeline.Pictures;

/// <summary>What a picture may cost before it is decoded, and which sizes are made of it.</summary>
public static class PictureLimits
{
    /// <summary>
    /// Cameras make 12 to 50 megapixels. A file of a few kilobytes can claim thousands, and each takes four bytes of memory.
    /// </summary>
    public const int MaxMegapixels = 60;

    /// <summary>
    /// All pictures that are decoded at the same time, in MB. The smallest instance of Functions has 512, of which the
    /// worker itself needs about 150.
    /// </summary>
    internal const int MemoryMb = 300;

    /// <summary>Pictures that are worked on at the same time at most.</summary>
    internal const int AtATime = 4;

    /// <summary>
    /// A progressive JPEG is decoded once for each of its scans. Cameras and editors write up to a dozen; hundreds are
    /// written to keep a decoder busy.
    /// </summary>
    internal const int MaxScans = 64;

    /// <summary>No side of a WebP is longer (RFC 9649, section 2.7.1).</summary>
    internal const int MaxWebPSide = 16_383;

    /// <summary>
    /// The widest picture for mails and previews on other sites: twice a letter's 600 pixels, and what social networks ask
    /// for.
    /// </summary>
    public const int MailWidth = 1200;

    /// <summary>From a column on a phone to the widest cover on a screen with small pixels.</summary>
    public static IReadOnlyList<int> Widths { get; } = [480, 800, MailWidth, 1600];

    /// <summary>After this, no further size of the picture is begun.</summary>
    internal static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(60);

    /// <summary>False for a picture that is not even looked at by a decoder.</summary>
    public static bool Allows(int width, int height) => (long)width * height <= MaxMegapixels * 1_000_000L;
}
