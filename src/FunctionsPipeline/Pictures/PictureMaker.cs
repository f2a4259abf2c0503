using System.Threading.RateLimiting;
using FunctionsPipeline.Articles.Images;

namespace FunctionsPipeline.Pictures;

/// <summary>
/// Makes smaller forms of a picture, in memory. What a file would cost is known before a decoder sees it, and as many are
/// worked on at the same time as fit into <see cref="PictureLimits.MemoryMb"/>. Nothing of the library is loaded before the
/// first picture.
/// </summary>
public sealed class PictureMaker(TimeProvider time)
{
    /// <summary>One permit a MB. All of a process share its memory, so that they share this.</summary>
    private static readonly ConcurrencyLimiter Memory = new(
        new ConcurrencyLimiterOptions
        {
            PermitLimit = PictureLimits.MemoryMb,
            QueueLimit = int.MaxValue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        }
    );

    /// <param name="picture">
    /// As published: whole, without metadata and without anything behind its end (<see cref="CleanPicture"/>).
    /// </param>
    /// <param name="info">Of the same file.</param>
    /// <exception cref="TimeoutException">It takes too long, because of the picture or of other work.</exception>
    public async Task<MadePicture> MakeAsync(
        ReadOnlyMemory<byte> picture,
        ImageInfo info,
        CancellationToken cancellationToken
    )
    {
        if (info.Format is ImageFormat.Gif or ImageFormat.Svg || ImageAnimation.IsAnimated(picture.Span, info.Format))
            return MadePicture.AsItIs;
        if (!PictureLimits.Allows(info.Width, info.Height))
            return MadePicture.Refused(PictureFault.TooLarge);
        if (info.Format == ImageFormat.Jpeg && JpegScans.Of(picture.Span).Count > PictureLimits.MaxScans)
            return MadePicture.Refused(PictureFault.TooComplex);
        var cost = PictureCost.Mb(picture.Span, info);
        if (cost > PictureLimits.MemoryMb)
            return MadePicture.Refused(PictureFault.TooLarge);

        // Not more than there are processors, however small they are: others would only hold memory.
        var share = PictureLimits.MemoryMb / Math.Min(Environment.ProcessorCount, PictureLimits.AtATime);
        using var lease = await Memory.AcquireAsync(Math.Max(cost, share), cancellationToken);
        using var limit = new CancellationTokenSource(PictureLimits.MaxTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await Task.Run(() => PictureForms.Make(picture.Span, info, either.Token), either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("Making the forms of a picture took too long.", e);
        }
    }
}
