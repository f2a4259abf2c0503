namespace FunctionsPipeline.Testing;

/// <summary>
/// Waits for what another process or thread is about to do. The limit only ends a test that would fail anyway.
/// </summary>
public static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Waits until the condition holds.</summary>
    /// <param name="limit">Null: two minutes.</param>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? limit = null)
    {
        var longest = limit ?? Limit;
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > longest)
                throw new TimeoutException($"Waited {longest.TotalSeconds:F0} s in vain: {what}");
            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    public static Task TrueAsync(Func<bool> condition, string what, TimeSpan? limit = null) =>
        TrueAsync(() => Task.FromResult(condition()), what, limit);

    /// <summary>Waits until the call fails with the exception.</summary>
    public static Task ThrowsAsync<TException>(Func<Task> call)
        where TException : Exception =>
        TrueAsync(
            async () =>
            {
                try
                {
                    await call();
                    return false;
                }
                catch (TException)
                {
                    return true;
                }
            },
            $"a call to fail with {typeof(TException).Name}"
        );
}
