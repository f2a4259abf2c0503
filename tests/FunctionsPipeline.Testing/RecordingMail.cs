using FunctionsPipeline.Mail;

namespace FunctionsPipeline.Testing;

/// <summary>Keeps every message but those that it refuses, and answers as told.</summary>
public sealed class RecordingMail : ITransactionalMail
{
    private readonly Lock _gate = new();
    private readonly List<MailMessage> _sent = [];

    /// <summary>What the provider answers; null: it takes everything.</summary>
    public Func<MailMessage, SendResult>? Answer { get; set; }

    public IReadOnlyList<MailMessage> Sent
    {
        get
        {
            lock (_gate)
                return [.. _sent];
        }
    }

    public Task<SendResult> SendAsync(MailMessage message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var answer = Answer?.Invoke(message) ?? new SendResult(SendOutcome.Submitted, $"provider-{message.Id}");
        lock (_gate)
        {
            if (answer.Outcome != SendOutcome.NotSent)
                _sent.Add(message);
        }
        return Task.FromResult(answer);
    }
}
