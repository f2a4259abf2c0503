namespace FunctionsPipeline.Articles.Images;

/// <summary>
/// Takes out of a JPEG what readers should not learn: where and with what it was taken, thumbnails, comments, edit history,
/// and what follows the picture (phones append a video or a second picture with its own location).
/// </summary>
public static class JpegMetadata
{
    /// <summary>
    /// Copies a JPEG without its metadata. The picture itself, its colour profile and its orientation stay. Doing it twice
    /// changes nothing. Image libraries remove metadata only by encoding the picture again, which costs quality.
    /// </summary>
    /// <exception cref="InvalidDataException">Not a JPEG, or broken: do not publish it as it is.</exception>
    public static async Task StripAsync(Stream input, Stream output, CancellationToken cancellationToken)
    {
        try
        {
            await new Stripping(new ForwardReader(input), output).RunAsync(cancellationToken);
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("The JPEG ends in the middle.", e);
        }
    }

    private sealed class Stripping(ForwardReader reader, Stream output)
    {
        /// <summary>
        /// JFIF 1.02: name, version, resolution, and the measures of a thumbnail that may follow, which may show what was cut off.
        /// </summary>
        private const int JfifBytes = 14;

        private int _orientation = ExifOrientation.Upright;
        private bool _orientationWritten;

        public async Task RunAsync(CancellationToken cancellationToken)
        {
            if (
                await reader.ByteAsync(cancellationToken) != 0xFF
                || await reader.ByteAsync(cancellationToken) != JpegMarker.Soi
            )
                throw new InvalidDataException("Not a JPEG: it does not begin with FF D8.");
            await output.WriteAsync(new byte[] { 0xFF, JpegMarker.Soi }, cancellationToken);
            if (await reader.ByteAsync(cancellationToken) != 0xFF)
                throw new InvalidDataException("Not a JPEG: no marker follows its start.");
            var marker = await MarkerAsync(cancellationToken);
            while (marker != JpegMarker.Eoi)
                marker = await SegmentAsync(marker, cancellationToken);
            await output.WriteAsync(new byte[] { 0xFF, JpegMarker.Eoi }, cancellationToken);
        }

        /// <summary>Reads on behind an FF; any number of further FF may pad it.</summary>
        private async ValueTask<byte> MarkerAsync(CancellationToken cancellationToken)
        {
            byte marker;
            do marker = await reader.ByteAsync(cancellationToken);
            while (marker == 0xFF);
            return marker == 0
                ? throw new InvalidDataException("The JPEG has picture data where a marker belongs.")
                : marker;
        }

        private async Task<byte> SegmentAsync(byte marker, CancellationToken cancellationToken)
        {
            if (JpegMarker.IsBare(marker))
            {
                await output.WriteAsync(new byte[] { 0xFF, marker }, cancellationToken);
            }
            else
            {
                var length = await reader.BigEndian16Async(cancellationToken);
                if (length < 2)
                    throw new InvalidDataException("The JPEG has a segment with no room for its own length.");
                var body = await reader.BytesAsync(length - 2, cancellationToken);
                if (marker == JpegMarker.App1 && body.AsSpan().StartsWith(ExifOrientation.Header))
                    _orientation = ExifOrientation.Read(body);
                if (IsKept(marker, body))
                {
                    if (marker == JpegMarker.App0 && body.Length > JfifBytes)
                        body = [.. body[..(JfifBytes - 2)], 0, 0];
                    // The tag goes before the first thing that is not an application segment, as cameras write it.
                    if (marker != JpegMarker.App0)
                        await OrientationAsync(cancellationToken);
                    await output.WriteAsync(
                        new byte[] { 0xFF, marker, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2) },
                        cancellationToken
                    );
                    await output.WriteAsync(body, cancellationToken);
                }
                if (marker == JpegMarker.Sos)
                    return await PictureDataAsync(cancellationToken);
            }
            if (await reader.ByteAsync(cancellationToken) != 0xFF)
                throw new InvalidDataException("The JPEG has stray bytes where a marker belongs.");
            return await MarkerAsync(cancellationToken);
        }

        private async Task OrientationAsync(CancellationToken cancellationToken)
        {
            if (_orientationWritten || _orientation == ExifOrientation.Upright)
                return;
            _orientationWritten = true;
            await output.WriteAsync(ExifOrientation.Segment(_orientation), cancellationToken);
        }

        private static bool IsKept(byte marker, ReadOnlySpan<byte> body) =>
            marker switch
            {
                JpegMarker.App0 => body.StartsWith("JFIF\0"u8),
                JpegMarker.App2 => body.StartsWith("ICC_PROFILE\0"u8),
                JpegMarker.App14 => body.StartsWith("Adobe"u8), // says how the colours are coded
                >= JpegMarker.App0 and <= JpegMarker.App15 or JpegMarker.Comment => false,
                _ => true,
            };

        /// <summary>Copies entropy-coded data; in it FF is followed by 00 or by a restart marker.</summary>
        /// <returns>The marker that ends it.</returns>
        private async Task<byte> PictureDataAsync(CancellationToken cancellationToken)
        {
            while (true)
            {
                if (!await reader.FillAsync(1, cancellationToken))
                    throw new EndOfStreamException();
                var buffered = reader.Buffered;
                var plain = buffered.Span.IndexOf((byte)0xFF);
                if (plain < 0)
                    plain = buffered.Length;
                if (plain > 0)
                {
                    await output.WriteAsync(buffered[..plain], cancellationToken);
                    reader.Consume(plain);
                    continue;
                }
                reader.Consume(1);
                var next = await reader.ByteAsync(cancellationToken);
                while (next == 0xFF)
                    next = await reader.ByteAsync(cancellationToken);
                if (next != 0 && !JpegMarker.IsRestart(next))
                    return next;
                await output.WriteAsync(new byte[] { 0xFF, next }, cancellationToken);
            }
        }
    }
}
