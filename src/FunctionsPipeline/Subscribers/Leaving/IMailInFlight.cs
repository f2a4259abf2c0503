namespace FunctionsPipeline.Subscribers.Leaving;

/// <summary>What leaving asks of anyone who sends.</summary>
public interface IMailInFlight
{
    /// <summary>
    /// Whether a message may have been handed to the provider already and not have arrived yet: anyone who leaves now is told
    /// that it may still come (rule S9). True where it cannot be told.
    /// </summary>
    /// <param name="newsletter">Null for any.</param>
    Task<bool> MayArriveAsync(string? newsletter, CancellationToken cancellationToken);
}
