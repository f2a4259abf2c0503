namespace FunctionsPipeline.Subscribers.Leaving;

/// <summary>What leaving asks of sending.</summary>
public interface IMailInFlight
{
    /// <summary>
    /// Whether a message may have been handed to the provider already and not have arrived yet: a person who leaves now
    /// is informed that it may still arrive (rule S9). True if it is unknown.
    /// </summary>
    /// <param name="newsletter">Null for any.</param>
    Task<bool> MayArriveAsync(string? newsletter, CancellationToken cancellationToken);
}
