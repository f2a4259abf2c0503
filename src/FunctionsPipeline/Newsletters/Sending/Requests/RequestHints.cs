using System.Text.Json;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending.Requests;

/// <summary>Puts hints on queue <c>requests</c>.</summary>
internal class RequestHints(IMessageQueue queue, TimeProvider time)
{
    /// <summary>A hint that led to nothing by then is given again.</summary>
    private static readonly TimeSpan AgainAfter = TimeSpan.FromMinutes(2);

    private const int AtATime = 16;

    /// <summary>
    /// Rule S7: a message may be lost, so that everything that is still planned is hinted at again. The simulation
    /// overrides this to show what the rule is for.
    /// </summary>
    public virtual bool AreDueAgain(WaveRecord wave) => time.GetUtcNow() >= wave.EnqueuedAt + AgainAfter;

    /// <summary>One hint for the requests of one bundle.</summary>
    public Task SendAsync(IssueId issue, IReadOnlyList<int> requests, CancellationToken cancellationToken) =>
        queue.SendAsync(
            Queues.Requests,
            JsonSerializer.Serialize(new StageHint(issue, requests), SendingJson.Compact.StageHint),
            TimeSpan.Zero,
            cancellationToken
        );

    /// <summary>A hint for each bundle that some of the issue's requests belong to.</summary>
    public async Task SendAsync(IssueRecord issue, IEnumerable<int> requests, CancellationToken cancellationToken)
    {
        foreach (var some in requests.GroupBy(r => Bundle.FirstOf(issue, r)).Chunk(AtATime))
            await Task.WhenAll(some.Select(bundle => SendAsync(issue.Id, [.. bundle], cancellationToken)));
    }
}
