using FunctionsPipeline.Integration;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Functions.Operations;

/// <summary>
/// Keeps the app from working beside the state of an earlier version (<see cref="StateMove"/>).
/// </summary>
internal static class EarlierState
{
    /// <summary>
    /// On a laptop, where no other instance can still be sending, the state is moved here. In Azure instances of the
    /// earlier version may run for a while after a deployment, so that an operator moves it.
    /// </summary>
    /// <returns>Why the app must not start; null if it may.</returns>
    public static async Task<string?> RefusalAsync(
        IServiceProvider services,
        bool isDevelopment,
        CancellationToken cancellationToken
    )
    {
        var move = services.GetRequiredService<StateMove>();
        if (isDevelopment)
            return (await move.RunAsync(TimeSpan.Zero, cancellationToken)).Refusal?.Reason;
        return await move.IsNeededAsync(cancellationToken)
            ? $"The app cannot start: container '{StateMove.FormerContainer}' holds the state of an earlier version. Stop the app, run 'fp move-state --yes', and start it again."
            : null;
    }
}
