namespace FunctionsPipeline.Articles.Images;

/// <summary>What a page needs to know of an image.</summary>
/// <param name="Width">
/// Displayed width in CSS pixels: a JPEG that its orientation tag turns by 90 degrees is measured turned.
/// </param>
/// <param name="Height">Displayed height in CSS pixels.</param>
public sealed record ImageInfo(ImageFormat Format, int Width, int Height)
{
    /// <summary>True if the file is to be turned or mirrored to be seen as it was taken.</summary>
    public bool IsTurned { get; init; }

    /// <summary>The media type to serve it with.</summary>
    public string ContentType => Format.ContentType();
}
