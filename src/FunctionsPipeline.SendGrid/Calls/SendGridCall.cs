namespace FunctionsPipeline.SendGrid.Calls;

/// <summary>
/// What is known of one call while it is made: written by <see cref="CallObserver"/> below SendGrid's client.
/// </summary>
/// <param name="hasBody">
/// False: judged as if it had begun, because it is not known whether its few bytes were written.
/// </param>
/// <param name="stillWanted">
/// Asked when the connection stands, before the first byte of the body. Null: always wanted.
/// </param>
internal sealed class SendGridCall(bool hasBody, Func<bool>? stillWanted = null)
{
    private volatile bool _began = !hasBody;

    /// <summary>
    /// The call that this asynchronous flow makes. SendGrid's client builds the request message itself and has no place
    /// for more, so the call reaches the handler beside it.
    /// </summary>
    public static AsyncLocal<SendGridCall?> Current { get; } = new();

    public bool HasBody => hasBody;

    /// <summary>Whether a byte of the body may have left this machine.</summary>
    public bool Began => _began;

    /// <summary>Whether the caller no longer wanted it when the connection stood.</summary>
    public bool Withdrawn { get; private set; }

    /// <summary>Null until the status and headers of an answer have arrived.</summary>
    public SendGridAnswer? Answer { get; set; }

    /// <summary>To be called right before the first byte of the body is handed to a connection.</summary>
    /// <exception cref="OperationCanceledException">The caller no longer wants it: nothing may be written.</exception>
    public void Begin()
    {
        if (stillWanted?.Invoke() == false)
        {
            Withdrawn = true;
            throw new OperationCanceledException("The request was withdrawn before its first byte.");
        }
        _began = true;
    }
}
