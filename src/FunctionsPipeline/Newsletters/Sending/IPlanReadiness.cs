using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>Whether an issue could be planned now, asked before anything is reserved for it.</summary>
public interface IPlanReadiness
{
    /// <summary>Reads the provider's suppression lists, which every plan needs.</summary>
    /// <returns>Why nothing could be planned now, in the provider's words where it refused; null if it could.</returns>
    Task<Refusal?> FindRefusalAsync(CancellationToken cancellationToken);
}
