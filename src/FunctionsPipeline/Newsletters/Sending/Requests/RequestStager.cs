using System.Text.Json;
using FunctionsPipeline.Newsletters.Sending.Halt;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Sending.Requests;

/// <summary>
/// Posts the requests of one bundle: claim, look again, check suppression, post once, write down what is known. Everything
/// about them is decided by what is stored; the message that led here is a hint (rules S2, S3, S7, S9).
/// </summary>
public interface IRequestStager
{
    /// <summary>
    /// Takes one message of queue <c>requests</c>. Returning means that the message is done with, not its requests. Safe
    /// to run twice, late, and in several processes.
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
    /// A bundle in the making holds some megabytes. More of them at once take more memory and no less time.
    /// </summary>
    internal const int AtATime = 2;

    private const string NotLookedUp = "The recipients could not be looked up.";

    private readonly SemaphoreSlim _room = new(AtATime);

    public async Task StageAsync(string message, CancellationToken cancellationToken)
    {
        var hint =
            JsonSerializer.Deserialize(message, SendingJson.Compact.StageHint)
            ?? throw new JsonException("An empty hint.");
        // One of an earlier version of the app names no requests: the sweep hints at them again.
        if (hint.Requests is null || await frozen.FindAsync(hint.Issue, cancellationToken) is not { } issue)
            return;
        var requests = hint.Requests.Where(r => r >= 1 && r <= issue.Issue.Requests.Count).ToList();
        if (requests.Count == 0 || results.WasRefusedJustNow(hint.Issue))
            return;
        // Before the claim: a worker that waits here holds no claim that could expire.
        await _room.WaitAsync(cancellationToken);
        try
        {
            if (!await halt.ProbablyMaySendAsync(cancellationToken))
                return;
            var claimed = await claims.TakeAsync(issue, requests, cancellationToken);
            if (claimed.Count == 0)
                return;
            var found = await LookUpOrReleaseAsync(issue, claimed, cancellationToken);
            await Task.WhenAll(found.Select(request => PostAsync(issue, request, cancellationToken)));
        }
        finally
        {
            _room.Release();
        }
    }

    public void Dispose() => _room.Dispose();

    private async Task PostAsync(FrozenIssue issue, LookedUpRequest found, CancellationToken cancellationToken)
    {
        if (await PrepareOrReleaseAsync(found, cancellationToken) is not { } prepared)
            return;
        if (await posting.PostAsync(issue, prepared, cancellationToken) is { } result)
            await results.WriteAsync(issue.Issue.Id, prepared, result);
        else
            await claims.ReleaseAsync(prepared.Claimed, "The claim had grown too old to post.", cancellationToken);
    }

    /// <summary>
    /// A fault before the call is no doubt about the call: what was certainly not posted must not become uncertain.
    /// </summary>
    private async Task<IReadOnlyList<LookedUpRequest>> LookUpOrReleaseAsync(
        FrozenIssue issue,
        IReadOnlyList<Claimed> claimed,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await recipients.LookUpAsync(issue, claimed, cancellationToken);
        }
        catch
        {
            await claims.ReleaseAsync(claimed, NotLookedUp, CancellationToken.None);
            throw;
        }
    }

    /// <inheritdoc cref="LookUpOrReleaseAsync"/>
    private async Task<PreparedRequest?> PrepareOrReleaseAsync(
        LookedUpRequest found,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await recipients.NoteWithdrawnAsync(found, cancellationToken);
        }
        catch
        {
            await claims.ReleaseAsync(found.Claimed, NotLookedUp, CancellationToken.None);
            throw;
        }
    }
}
