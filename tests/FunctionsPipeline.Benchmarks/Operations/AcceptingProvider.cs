using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Mail;

namespace FunctionsPipeline.Benchmarks.Operations;

/// <summary>A mail provider that takes everything at once, and says later what SendGrid would say of it.</summary>
internal sealed class AcceptingProvider(TimeProvider time) : IBulkMail
{
    private readonly List<BulkRequest> _taken = [];
    private int _batches;

    /// <summary>Requests since the last <see cref="Posts"/>.</summary>
    public IReadOnlyList<BulkRequest> Taken => _taken;

    public Task<BatchAnswer> CreateBatchAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new BatchAnswer($"batch-{++_batches}", time.GetUtcNow()));

    public Task<SendResult> SubmitAsync(BulkRequest request, CancellationToken cancellationToken)
    {
        _taken.Add(request);
        return Task.FromResult(new SendResult(SendOutcome.Submitted, $"message-{_taken.Count}"));
    }

    public Task<CancelAnswer> CancelAsync(string batchId, CancellationToken cancellationToken) => None();

    public Task<CancelAnswer> GetCancellationAsync(string batchId, CancellationToken cancellationToken) => None();

    public Task<CancelAnswer> ReleaseAsync(string batchId, CancellationToken cancellationToken) => None();

    public async IAsyncEnumerable<ProviderSuppression> ListSuppressionsAsync(
        DateTimeOffset since,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await Task.CompletedTask;
        yield break;
    }

    /// <summary>
    /// The webhook's posts about everything taken so far, each once: <c>processed</c> and <c>delivered</c> for each
    /// recipient and <c>deferred</c> for each fifth, in the order in which mail goes out.
    /// </summary>
    /// <param name="eventsPerPost">How many events a post holds; one message's may fall into two posts.</param>
    public IEnumerable<byte[]> Posts(int eventsPerPost)
    {
        var events = _taken
            .SelectMany(request => request.Recipients.SelectMany((recipient, i) => Events(request, recipient, i)))
            .ToList();
        _taken.Clear();
        return events
            .Chunk(eventsPerPost)
            .Select(post => JsonSerializer.SerializeToUtf8Bytes(new JsonArray([.. post])));
    }

    private IEnumerable<JsonObject> Events(BulkRequest request, BulkRecipient recipient, int number)
    {
        string[] kinds = number % 5 == 0 ? ["processed", "deferred", "delivered"] : ["processed", "delivered"];
        foreach (var kind in kinds)
        {
            var item = new JsonObject
            {
                ["event"] = kind,
                ["email"] = recipient.To.Address,
                ["timestamp"] = time.GetUtcNow().ToUnixTimeSeconds(),
                ["sg_event_id"] = $"{kind}-{recipient.RecipientId}",
                ["sg_message_id"] = $"m-{recipient.RecipientId}.filter",
                [BulkArgs.Recipient] = recipient.RecipientId,
            };
            foreach (var (name, value) in request.Args)
                item[name] = value;
            yield return item;
        }
    }

    private Task<CancelAnswer> None() => Task.FromResult(new CancelAnswer(CancelState.None, time.GetUtcNow()));
}
