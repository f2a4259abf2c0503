using System.Net;
using System.Text.Json;
using FunctionsPipeline.Mail;
using FunctionsPipeline.SendGrid.Calls;
using SendGrid;

namespace FunctionsPipeline.SendGrid.Cancelling;

/// <summary>
/// Batches: opening one, cancelling what is staged under it, asking, and freeing the cancellation's place.
/// </summary>
internal sealed class ScheduledSends(SendGridApi api)
{
    private const string Path = "user/scheduled_sends";

    /// <summary>Not none: of a call without a body it is not known whether anything of it was sent.</summary>
    private const string EmptyBody = "{}";

    public async Task<BatchAnswer> CreateBatchAsync(CancellationToken cancellationToken)
    {
        var answer = await api.RequestAsync(
            "open a batch",
            BaseClient.Method.POST,
            "mail/batch",
            EmptyBody,
            query: null,
            cancellationToken
        );
        var id = answer.Status is HttpStatusCode.Created or HttpStatusCode.OK
            ? answer.Read(SendGridJson.Default.BatchBody)?.BatchId
            : null;
        return string.IsNullOrEmpty(id)
            ? new BatchAnswer(null, answer.Date, Refusal.Describe(answer))
            : new BatchAnswer(id, answer.Date);
    }

    public async Task<CancelAnswer> CancelAsync(string batchId, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.Serialize(new ScheduledSend(batchId, "cancel"), SendGridJson.Default.ScheduledSend);
        var answer = await api.RequestAsync(
            "cancel a batch",
            BaseClient.Method.POST,
            Path,
            body,
            query: null,
            cancellationToken
        );
        return answer.Status == HttpStatusCode.Created
            ? new CancelAnswer(CancelState.Cancelled, answer.Date)
            : Unproven(answer);
    }

    public async Task<CancelAnswer> GetAsync(string batchId, CancellationToken cancellationToken)
    {
        var answer = await api.RequestAsync(
            "look a cancellation up",
            BaseClient.Method.GET,
            PathOf(batchId),
            body: null,
            query: null,
            cancellationToken
        );
        if (answer.Status == HttpStatusCode.NotFound)
            return new CancelAnswer(CancelState.None, answer.Date);
        if (answer.Status != HttpStatusCode.OK || answer.Read(SendGridJson.Default.ScheduledSendArray) is not { } found)
            return Unproven(answer);
        // The answer is a list. Only this very batch, with this very status, counts.
        var mine = found.FirstOrDefault(s => s.BatchId == batchId);
        return mine?.Status == "cancel"
            ? new CancelAnswer(CancelState.Cancelled, answer.Date)
            : new CancelAnswer(
                CancelState.None,
                answer.Date,
                mine is null ? null : $"The batch's status is '{mine.Status}'."
            );
    }

    public async Task<CancelAnswer> ReleaseAsync(string batchId, CancellationToken cancellationToken)
    {
        var answer = await api.RequestAsync(
            "remove a cancellation",
            BaseClient.Method.DELETE,
            PathOf(batchId),
            body: null,
            query: null,
            cancellationToken
        );
        return answer.Status is HttpStatusCode.NoContent or HttpStatusCode.NotFound
            ? new CancelAnswer(CancelState.None, answer.Date)
            : Unproven(answer);
    }

    private static string PathOf(string batchId) => $"{Path}/{Uri.EscapeDataString(batchId)}";

    private static CancelAnswer Unproven(SendGridAnswer answer) =>
        new(answer.IsRefusal ? CancelState.Refused : CancelState.Unknown, answer.Date, Refusal.Describe(answer));
}
