using System.Text.Json;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>Puts hints on queue <c>requests</c>.</summary>
internal sealed class RequestHints(IMessageQueue queue)
{
    private const int AtATime = 16;

    public Task SendAsync(IssueId issue, int request, TimeSpan visibleAfter, CancellationToken cancellationToken) =>
        queue.SendAsync(
            Queues.Requests,
            JsonSerializer.Serialize(new StageHint(issue, request), SendingJson.Compact.StageHint),
            visibleAfter,
            cancellationToken
        );

    public async Task SendAsync(IssueId issue, IEnumerable<int> requests, CancellationToken cancellationToken)
    {
        foreach (var some in requests.Chunk(AtATime))
            await Task.WhenAll(some.Select(r => SendAsync(issue, r, TimeSpan.Zero, cancellationToken)));
    }
}
