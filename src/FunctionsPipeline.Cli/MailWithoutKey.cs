using FunctionsPipeline.Mail;

namespace FunctionsPipeline.Cli;

/// <summary>
/// Stands where SendGrid would, on a machine without its key: most commands send nothing, and one that would says what it
/// lacks.
/// </summary>
internal sealed class MailWithoutKey : IBulkMail, ITransactionalMail
{
    public Task<BatchAnswer> CreateBatchAsync(CancellationToken cancellationToken) => throw NoKey();

    public Task<SendResult> SubmitAsync(BulkRequest request, CancellationToken cancellationToken) => throw NoKey();

    public Task<CancelAnswer> CancelAsync(string batchId, CancellationToken cancellationToken) => throw NoKey();

    public Task<CancelAnswer> GetCancellationAsync(string batchId, CancellationToken cancellationToken) =>
        throw NoKey();

    public Task<CancelAnswer> ReleaseAsync(string batchId, CancellationToken cancellationToken) => throw NoKey();

    public IAsyncEnumerable<ProviderSuppression> ListSuppressionsAsync(
        DateTimeOffset since,
        CancellationToken cancellationToken
    ) => throw NoKey();

    public Task<SendResult> SendAsync(MailMessage message, CancellationToken cancellationToken) => throw NoKey();

    private static InvalidOperationException NoKey() =>
        new(
            "This command asks SendGrid, and SendGrid__ApiKey is not set. Set it to a key that the app may use too; 'fp doctor' tests it."
        );
}
