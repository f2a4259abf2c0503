using System.Net;
using FunctionsPipeline.Mail;

namespace FunctionsPipeline.SendGrid.Cancelling;

/// <summary>Batches: opening one, cancelling what is staged under it, asking, and freeing the cancellation's place.</summary>
internal sealed class ScheduledSends(SendGridApi api)
{
    private const string Path = "v3/user/scheduled_sends";

    public async Task<BatchAnswer> CreateBatchAsync(CancellationToken cancellationToken)
    {
        using var body = PooledJsonContent.Write(json =>
        {
            json.WriteStartObject();
            json.WriteEndObject();
        });
        var answer = await api.CallAsync("open a batch", HttpMethod.Post, "v3/mail/batch", body, cancellationToken);
        var id = answer.Status is HttpStatusCode.Created or HttpStatusCode.OK
            ? answer.Read(SendGridJson.Default.BatchBody)?.BatchId
            : null;
        return string.IsNullOrEmpty(id)
            ? new BatchAnswer(null, answer.Date, Refusal.Describe(answer))
            : new BatchAnswer(id, answer.Date);
    }

    public async Task<CancelAnswer> CancelAsync(string batchId, CancellationToken cancellationToken)
    {
        using var body = PooledJsonContent.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("batch_id", batchId);
            json.WriteString("status", "cancel");
            json.WriteEndObject();
        });
        var answer = await api.CallAsync("cancel a batch", HttpMethod.Post, Path, body, cancellationToken);
        return answer.Status == HttpStatusCode.Created ? new CancelAnswer(CancelState.Cancelled, answer.Date) : Unproven(answer);
    }

    public async Task<CancelAnswer> GetAsync(string batchId, CancellationToken cancellationToken)
    {
        var answer = await api.CallAsync("look a cancellation up", HttpMethod.Get, PathOf(batchId), body: null, cancellationToken);
        if (answer.Status == HttpStatusCode.NotFound)
            return new CancelAnswer(CancelState.None, answer.Date);
        if (answer.Status != HttpStatusCode.OK || answer.Read(SendGridJson.Default.ScheduledSendArray) is not { } found)
            return Unproven(answer);
        // The answer is a list. Only this very batch, with this very status, counts.
        var mine = found.FirstOrDefault(s => s.BatchId == batchId);
        return mine?.Status == "cancel"
            ? new CancelAnswer(CancelState.Cancelled, answer.Date)
            : new CancelAnswer(CancelState.None, answer.Date, mine is null ? null : $"The batch's status is '{mine.Status}'.");
    }

    public async Task<CancelAnswer> ReleaseAsync(string batchId, CancellationToken cancellationToken)
    {
        var answer = await api.CallAsync("remove a cancellation", HttpMethod.Delete, PathOf(batchId), body: null, cancellationToken);
        return answer.Status is HttpStatusCode.NoContent or HttpStatusCode.NotFound
            ? new CancelAnswer(CancelState.None, answer.Date)
            : Unproven(answer);
    }

    private static string PathOf(string batchId) => $"{Path}/{Uri.EscapeDataString(batchId)}";

    private static CancelAnswer Unproven(SendGridAnswer answer)
        => new(answer.IsRefusal ? CancelState.Refused : CancelState.Unknown, answer.Date, Refusal.Describe(answer));
}
