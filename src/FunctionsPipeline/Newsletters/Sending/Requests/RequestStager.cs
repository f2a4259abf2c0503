using System.Text.Json;
using FunctionsPipeline.Newsletters.Sending.Halt;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending.Requests;

/// <summary>
/// Posts one request: claim, look again, check suppression, post once, write down what is known. Everything about it is
/// decided by what is stored; the message that led here is a hint (rules S2, S3, S7, S9).
/// </summary>
public interface IRequestStager
{
    /// <summary>
    /// Takes one message of queue <c>requests</c>. Returning means that the message is done with, not the request. Safe to
    /// run twice, late, and in several processes.
    /// </summary>
    /// <exception cref="JsonException">Not such a message.</exception>
    /// <exception cref="StorageException">Storage did not answer: the message may come again.</exception>
    Task StageAsync(string message, CancellationToken cancellationToken);
}

internal sealed class RequestStager(
    RequestClaims claims,
    FrozenIssueStore frozen,
    SendingHalt halt,
    RequestRecipients recipients,
    RequestPosting posting,
    RequestResults results
) : IRequestStager, IDisposable
{
    /// <summary>
    /// A request in the making holds some megabytes. More of them at once take more memory and no less time.
    /// </summary>
    private const int AtATime = 6;

    private readonly SemaphoreSlim _room = new(AtATime);

    public async Task StageAsync(string message, CancellationToken cancellationToken)
    {
        var hint =
            JsonSerializer.Deserialize(message, SendingJson.Compact.StageHint)
            ?? throw new JsonException("An empty hint.");
        if (
            await frozen.FindAsync(hint.Issue, cancellationToken) is not { } issue
            || hint.Request < 1
            || hint.Request > issue.Issue.Requests.Count
        )
            return;
        if (results.WasRefusedJustNow(hint.Issue))
            return;
        // Before the claim: a worker that waits here holds no claim that could expire.
        await _room.WaitAsync(cancellationToken);
        try
        {
            if (!await halt.ProbablyMaySendAsync(cancellationToken))
                return;
            if (await claims.TryTakeAsync(issue, hint.Request, cancellationToken) is not { } claimed)
                return;
            if (await PrepareOrReleaseAsync(issue, claimed, cancellationToken) is { } prepared)
                await PostAsync(issue, prepared, cancellationToken);
        }
        finally
        {
            _room.Release();
        }
    }

    public void Dispose() => _room.Dispose();

    /// <summary>
    /// A fault before the call is no doubt about the call: what was certainly not posted must not become uncertain.
    /// </summary>
    private async Task<PreparedRequest?> PrepareOrReleaseAsync(
        FrozenIssue issue,
        Claimed claimed,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await recipients.PrepareAsync(issue, claimed, cancellationToken);
        }
        catch
        {
            await claims.ReleaseAsync(claimed, "The recipients could not be looked up.", CancellationToken.None);
            throw;
        }
    }

    private async Task PostAsync(FrozenIssue issue, PreparedRequest prepared, CancellationToken cancellationToken)
    {
        if (await posting.PostAsync(issue, prepared, cancellationToken) is { } result)
            await results.WriteAsync(issue.Issue.Id, prepared, result);
        else
            await claims.ReleaseAsync(prepared.Claimed, "The claim had grown too old to post.", cancellationToken);
    }
}
