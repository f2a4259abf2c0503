using FunctionsPipeline.Mail;

namespace FunctionsPipeline.Testing;

/// <summary>A provider of mail at once: keeps every request but those that it refuses, and answers as told.</summary>
public sealed class RecordingBulkMail : IBulkMail
{
    private readonly Lock _gate = new();
    private readonly List<BulkRequest> _taken = [];

    /// <summary>What the provider answers; null: it takes everything. May throw, for a process that dies in the call.</summary>
    public Func<BulkRequest, SendResult>? Answer { get; set; }

    /// <summary>Called once a request was taken; throw from it to lose the answer.</summary>
    public Action<BulkRequest>? After { get; set; }

    /// <summary>Calls, also those that were refused.</summary>
    public int Calls { get; private set; }

    /// <summary>What recipients got or may have got.</summary>
    public IReadOnlyList<BulkRequest> Taken
    {
        get
        {
            lock (_gate)
                return [.. _taken];
        }
    }

    public Task<SendResult> SubmitAsync(BulkRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
            Calls++;
        if (request.StillWanted?.Invoke() == false)
            return Task.FromResult(new SendResult(SendOutcome.NotSent, Reason: "No longer wanted."));
        var answer = Answer?.Invoke(request) ?? new SendResult(SendOutcome.Submitted, "provider-message");
        lock (_gate)
        {
            if (answer.Outcome != SendOutcome.NotSent)
                _taken.Add(request);
        }
        After?.Invoke(request);
        return Task.FromResult(answer);
    }

    public Task<BatchAnswer> CreateBatchAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new BatchAnswer(null, null, "There are no batches here."));

    public Task<CancelAnswer> CancelAsync(string batchId, CancellationToken cancellationToken) => Nothing();

    public Task<CancelAnswer> GetCancellationAsync(string batchId, CancellationToken cancellationToken) => Nothing();

    public Task<CancelAnswer> ReleaseAsync(string batchId, CancellationToken cancellationToken) => Nothing();

    public IAsyncEnumerable<ProviderSuppression> ListSuppressionsAsync(
        DateTimeOffset since,
        CancellationToken cancellationToken
    ) => AsyncEnumerable.Empty<ProviderSuppression>();

    private static Task<CancelAnswer> Nothing() => Task.FromResult(new CancelAnswer(CancelState.None, null));
}
