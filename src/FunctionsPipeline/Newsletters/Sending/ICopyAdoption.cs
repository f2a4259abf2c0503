using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>What only a person may decide: to send from a copy of the storage (rule S8).</summary>
public interface ICopyAdoption
{
    /// <summary>
    /// This copy of the storage is the one to send from. First newer departures are replayed: the provider's
    /// suppressions since the cause of the halt, and those that the person knows of. Issues in flight at that time
    /// become uncertain. Safe to repeat when it was broken off.
    /// </summary>
    /// <returns>Why it could not be adopted yet; null if it was.</returns>
    Task<Refusal?> AdoptAsync(Adoption adoption, CancellationToken cancellationToken);
}

/// <summary>That a person takes a copy of the storage for the one to send from.</summary>
/// <param name="By">Who, in words without an address.</param>
/// <param name="Departed">
/// Addresses of people who left by our own pages after the copy was made: only the storage that was lost held that, no
/// list of the provider does. Empty: there are none, or the person knows that they cannot be found out. Null: the
/// person has not considered it; then sending from what may be a copy is not resumed.
/// </param>
public sealed record Adoption(string By, IReadOnlyList<string>? Departed);
