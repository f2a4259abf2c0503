using System.Globalization;
using System.Text.Json;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Newsletters.Sending.Requests;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Newsletters.Sending.Accounting;

/// <summary>Takes the provider's events: the webhook stores and answers, and folding comes later, from a queue.</summary>
public interface IEventInbox
{
    /// <summary>
    /// Stores a body whose signature was verified, without addresses, and asks for it to be folded. Safe to repeat.
    /// </summary>
    /// <exception cref="JsonException">Not a list of events.</exception>
    /// <exception cref="StorageException">Not stored: do not answer with success, and the provider repeats it.</exception>
    Task StoreAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken);
}

internal sealed class EventInbox(SendingLedger ledger, IMessageQueue queue, IMailEventReader reader, TimeProvider time)
    : IEventInbox
{
    public async Task StoreAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var redacted = reader.Redact(body);
        var day = time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        // Named by content: the same body twice is one blob.
        var name = $"{Expiry.RawEvents.Prefix}{day}/{Sha256Hex.Of(redacted, 16)}.json";
        await ledger.Store.WriteAsync(
            SendingPaths.At(name),
            redacted,
            BlobHeaders.Json,
            WriteCondition.Always,
            cancellationToken
        );
        await queue.SendAsync(
            Queues.Events,
            JsonSerializer.Serialize(new FoldHint(name), SendingJson.Compact.FoldHint),
            TimeSpan.Zero,
            cancellationToken
        );
    }
}
