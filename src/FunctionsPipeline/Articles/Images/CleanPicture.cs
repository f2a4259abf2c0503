namespace FunctionsPipeline.Articles.Images;

/// <summary>What may be public of a picture: a photograph without where, when and with what it was taken.</summary>
internal static class CleanPicture
{
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static async Task<ReadOnlyMemory<byte>> OfAsync(
        MemoryStream picture,
        ImageFormat format,
        CancellationToken cancellationToken
    )
    {
        var bytes = picture.GetBuffer().AsMemory(0, (int)picture.Length);
        switch (format)
        {
            case ImageFormat.Jpeg:
                var clean = new MemoryStream(bytes.Length);
                picture.Position = 0;
                await JpegMetadata.StripAsync(picture, clean, cancellationToken);
                return clean.GetBuffer().AsMemory(0, (int)clean.Length);
            case ImageFormat.Png:
                return ChunkMetadata.StripPng(bytes.Span);
            case ImageFormat.WebP:
                return ChunkMetadata.StripWebP(bytes.Span);
            default:
                return bytes;
        }
    }
}
