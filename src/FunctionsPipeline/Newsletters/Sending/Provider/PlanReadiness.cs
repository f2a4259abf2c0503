using System.Net;
using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Newsletters.Sending.Provider;

/// <summary>
/// Asks the provider before a person's plan reserves anything: a wrong key is said at once, and not a day later by an
/// issue that could not be completed.
/// </summary>
internal sealed class PlanReadiness(SuppressionPull pull) : IPlanReadiness
{
    public async Task<Refusal?> FindRefusalAsync(CancellationToken cancellationToken)
    {
        try
        {
            await pull.PullAsync(null, cancellationToken);
            return null;
        }
        catch (HttpRequestException e) when (e.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            return new Refusal($"Nothing was planned: the mail provider refuses the key. {e.Message}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new Refusal(
                $"Nothing was planned: the mail provider's suppression lists cannot be read now. Try again later. {e.Message}"
            );
        }
    }
}
