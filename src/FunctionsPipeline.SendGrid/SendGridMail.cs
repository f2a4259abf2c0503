using FunctionsPipeline.Mail;
using FunctionsPipeline.SendGrid.Calls;
using FunctionsPipeline.SendGrid.Cancelling;
using FunctionsPipeline.SendGrid.Sending;
using FunctionsPipeline.SendGrid.Suppressions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.SendGrid;

/// <summary>Mail through SendGrid's v3 API. Every call is made once; README.md says what each answer proves.</summary>
internal sealed partial class SendGridMail(
    SendGridApi api,
    IOptions<SendGridOptions> options,
    TimeProvider clock,
    ILogger<SendGridMail> logger
) : IBulkMail, ITransactionalMail
{
    private static readonly Dictionary<string, string> NoMap = [];

    private readonly ScheduledSends _scheduled = new(api);
    private readonly SuppressionLists _suppressions = new(api, clock);

    public async Task<SendResult> SubmitAsync(BulkRequest request, CancellationToken cancellationToken)
    {
        var result = MailSendLimits.Check(request, clock.GetUtcNow()) ?? await PostAsync(request, cancellationToken);
        // What concerns all mail is reported once, by the watch of the account.
        if (result.Outcome != SendOutcome.Submitted && !result.AccountRefused)
            LogNotSubmitted(logger, IdOf(request), result.Outcome, result.Reason);
        return result;
    }

    private async Task<SendResult> PostAsync(BulkRequest request, CancellationToken cancellationToken)
    {
        var sandbox = options.Value.SandboxMode;
        var recipients = new RecipientCheck(request);
        using var body = MailSendBody.Create(request, recipients, sandbox);
        if (recipients.Refusal is { } refusal)
            return refusal;
        if (body.Length > MailSendLimits.MaxBytes)
            return new SendResult(
                SendOutcome.NotSent,
                Permanent: true,
                Reason: $"The request is {body.Length} bytes; SendGrid takes {MailSendLimits.MaxBytes}."
            );
        var answer = await api.SendMailAsync(body, request.StillWanted, cancellationToken);
        return SendOutcomes.Read(answer, sandbox, request.Recipients.Count);
    }

    public Task<SendResult> SendAsync(MailMessage message, CancellationToken cancellationToken) =>
        SubmitAsync(
            new BulkRequest(
                BatchId: null,
                SendAt: null,
                new BulkContent(
                    message.From,
                    message.ReplyTo,
                    message.Subject,
                    message.Html,
                    message.Text,
                    message.Headers ?? NoMap,
                    [message.Kind]
                ),
                [new BulkRecipient("", message.To, NoMap, NoMap)],
                new Dictionary<string, string>(StringComparer.Ordinal) { [OwnArgs.Message] = message.Id }
            ),
            cancellationToken
        );

    public Task<BatchAnswer> CreateBatchAsync(CancellationToken cancellationToken) =>
        _scheduled.CreateBatchAsync(cancellationToken);

    public Task<CancelAnswer> CancelAsync(string batchId, CancellationToken cancellationToken) =>
        _scheduled.CancelAsync(batchId, cancellationToken);

    public Task<CancelAnswer> GetCancellationAsync(string batchId, CancellationToken cancellationToken) =>
        _scheduled.GetAsync(batchId, cancellationToken);

    public Task<CancelAnswer> ReleaseAsync(string batchId, CancellationToken cancellationToken) =>
        _scheduled.ReleaseAsync(batchId, cancellationToken);

    public IAsyncEnumerable<ProviderSuppression> ListSuppressionsAsync(
        DateTimeOffset since,
        CancellationToken cancellationToken
    ) => _suppressions.ReadAsync(since, cancellationToken);

    private static string? IdOf(BulkRequest request) =>
        request.Args.GetValueOrDefault(BulkArgs.Request) ?? request.Args.GetValueOrDefault(OwnArgs.Message);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Request {RequestId}: {Outcome}. {Reason}")]
    private static partial void LogNotSubmitted(ILogger logger, string? requestId, SendOutcome outcome, string? reason);
}
