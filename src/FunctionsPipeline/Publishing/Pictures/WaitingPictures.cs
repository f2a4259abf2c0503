using FunctionsPipeline.Housekeeping;

namespace FunctionsPipeline.Publishing.Pictures;

/// <summary>Asks again for pictures whose message was lost. A listing each half an hour if none waits.</summary>
internal sealed class WaitingPictures(PictureRequests requests, TimeProvider time) : IHousekeepingTask
{
    /// <summary>Longer than one run takes; a long import asks for each article once in this time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private const int AtATime = 200;

    private long? _looked;

    public string Name => "make-pictures";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_looked is { } looked && time.GetElapsedTime(looked) < Patience)
            return;
        _looked = time.GetTimestamp();
        var left = AtATime;
        await foreach (var (slug, since) in requests.WaitingAsync(cancellationToken))
        {
            if (time.GetUtcNow() - since < Patience)
                continue;
            await requests.AskAsync(slug, TimeSpan.Zero, cancellationToken);
            if (--left == 0)
                return;
        }
    }
}
