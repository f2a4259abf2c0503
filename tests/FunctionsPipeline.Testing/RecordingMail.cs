using FunctionsPipeline.Mail;

namespace FunctionsPipeline.Testing;

/// <summary>Takes every message, keeps it, and answers as told.</summary>
public sealed class RecordingMail : ITransactionalMail
{
    private readonly Lock _gate = new();
    private readonly List<MailMessage> _sent = [];

    /// <summary>What the provider answers.</summary>
    public Func<MailMessage, SendResult> Answer { get; set; } = message => new SendResult(SendOutcome.Submitted, $"provider-{message.Id}");

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
        lock (_gate)
            _sent.Add(message);
        return Task.FromResult(Answer(message));
    }
}
