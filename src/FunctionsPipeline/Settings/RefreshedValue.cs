namespace FunctionsPipeline.Settings;

/// <summary>
/// A value that is read again when it is no longer fresh, by one caller at a time and outside any lock: the caller that
/// begins a reading waits for it, and the others get the last value meanwhile. Only before the first value do all
/// callers wait.
/// </summary>
internal sealed class RefreshedValue<T>
    where T : class
{
    private readonly Lock _gate = new();
    private volatile T? _current;
    private Task<T>? _reading;

    /// <param name="isFresh">Whether a value still serves; cheap.</param>
    /// <param name="read">Reads it, given the last value or null. If it throws, the next caller reads again.</param>
    /// <param name="cancellationToken">Ends the waiting, not the reading, which other callers may wait for too.</param>
    public async ValueTask<T> GetAsync(
        Func<T, bool> isFresh,
        Func<T?, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken
    )
    {
        if (_current is { } fresh && isFresh(fresh))
            return fresh;
        Task<T> reading;
        bool begun;
        lock (_gate)
        {
            begun = _reading is null;
            reading = _reading ??= Task.Run(() => ReadAsync(read), CancellationToken.None);
        }
        return !begun && _current is { } last ? last : await reading.WaitAsync(cancellationToken);
    }

    private async Task<T> ReadAsync(Func<T?, CancellationToken, Task<T>> read)
    {
        try
        {
            return _current = await read(_current, CancellationToken.None);
        }
        finally
        {
            lock (_gate)
                _reading = null;
        }
    }
}
