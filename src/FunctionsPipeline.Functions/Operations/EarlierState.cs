using FunctionsPipeline.Findings;
using FunctionsPipeline.Integration;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.Functions.Operations;

/// <summary>
/// Stops the app at its start beside the state of an earlier version (<see cref="StateMove"/>). An account that does not
/// answer then is asked again before each run of a function, as for the keys.
/// </summary>
internal sealed class EarlierState(StateMove move, StorageRetry retry, IHostEnvironment environment)
    : IHostedService,
        IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private volatile bool _none;

    /// <summary>Storage has answered, and there is none.</summary>
    public bool IsKnown => _none;

    /// <exception cref="OptionsValidationException">The state must be moved first.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await EnsureAsync(cancellationToken);
        }
        catch (StorageException)
        {
            // The check of the keys, which asks the same account, logs that it does not answer.
        }
    }

    /// <summary>
    /// Asks storage until it has answered once. On a laptop, where no other instance can still be sending, the state is
    /// moved here. In Azure instances of the earlier version may run for a while after a deployment, so that an operator
    /// moves it.
    /// </summary>
    /// <exception cref="OptionsValidationException">The state must be moved first.</exception>
    /// <exception cref="StorageException">Storage does not answer.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (_none)
            return;
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (!_none && await RefusalAsync(cancellationToken) is { } refusal)
                throw new OptionsValidationException("Storage", typeof(StateMove), [refusal.Reason]);
            _none = true;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>
    /// Before a function runs. One that answers a request does not wait: its caller wants to hear that storage is away, and
    /// no sending begins with it. Any other waits until storage answers: on an empty ledger it would send again what was sent.
    /// </summary>
    /// <exception cref="OptionsValidationException">The state must be moved first.</exception>
    /// <exception cref="StorageException">Storage does not answer.</exception>
    public Task EnsureBeforeRunAsync(bool isRequest, CancellationToken cancellationToken) =>
        isRequest || _none ? EnsureAsync(cancellationToken) : retry.RunAsync(EnsureAsync, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _one.Dispose();

    private async Task<Refusal?> RefusalAsync(CancellationToken cancellationToken)
    {
        if (environment.IsDevelopment())
            return (await move.RunAsync(TimeSpan.Zero, cancellationToken)).Refusal;
        return await move.IsNeededAsync(cancellationToken)
            ? new Refusal(
                $"Container '{StateMove.FormerContainer}' holds the state of an earlier version. Stop the app, run 'fp move-state --yes', and start it again."
            )
            : null;
    }
}
