using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Composing;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Newsletters.Welcome;

/// <summary>One call to the provider for one person: begun in time, bounded in time and never repeated (rule W3).</summary>
internal sealed class WelcomePosting(IBulkMail mail, ISubscriberLinks links, TimeProvider time)
{
    /// <summary>How long a claim holds: the first byte and the call, and five seconds to write the result.</summary>
    public static readonly TimeSpan Claim = TimeSpan.FromSeconds(90);

    private const string MessagePrefix = "welcome";
    private static readonly TimeSpan FirstByteWithin = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan CallFor = TimeSpan.FromSeconds(60);

    private readonly RecipientMerge _merge = new(links);

    /// <summary>Reads what events give back; null for messages that are none of a welcome series.</summary>
    public static (string Newsletter, string Key)? ReadMessageId(string? id) =>
        id?.Split('.') is [MessagePrefix, { Length: > 0 } newsletter, { Length: > 0 } key] ? (newsletter, key) : null;

    /// <param name="startedAt">Timestamp from before the claim was written.</param>
    public async Task<SendResult> PostAsync(
        string newsletter,
        WelcomeMail letter,
        Candidate recipient,
        long startedAt,
        CancellationToken cancellationToken
    )
    {
        if (!IsWanted())
            return new SendResult(SendOutcome.NotSent, Reason: "The claim had grown too old.");
        var post = new BulkRequest(
            BatchId: null,
            SendAt: null,
            letter.Content,
            [_merge.Merge(newsletter, letter.Language, recipient)],
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [BulkArgs.Message] = $"{MessagePrefix}.{newsletter}.{letter.Key}",
            },
            IsWanted
        );
        using var limit = new CancellationTokenSource(CallFor, time);
        try
        {
            // A process that is asked to stop lets a call end whose bytes have left: it takes a second.
            return await mail.SubmitAsync(post, limit.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or HttpRequestException)
        {
            return new SendResult(SendOutcome.Unknown, Reason: $"The call was given up ({e.GetType().Name}).");
        }

        bool IsWanted() =>
            time.GetElapsedTime(startedAt) <= FirstByteWithin && !cancellationToken.IsCancellationRequested;
    }
}
