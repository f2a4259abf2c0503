using System.Globalization;

namespace FunctionsPipeline.Cli.Preview;

/// <summary>
/// Names what is served now. A page carries the name that it was made under: if that is not the current one, it is old, also
/// where the server was started again in between.
/// </summary>
internal sealed class PreviewVersion(TimeProvider time)
{
    private readonly long _start = time.GetUtcNow().UtcTicks;
    private readonly Lock _changing = new();
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _number;

    public string Current => string.Create(CultureInfo.InvariantCulture, $"{_start:x}-{Volatile.Read(ref _number)}");

    /// <summary>What is served has changed.</summary>
    public void Advance()
    {
        lock (_changing)
        {
            Volatile.Write(ref _number, _number + 1);
            _next.SetResult();
            _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Waits until the version is another than this.</summary>
    public Task AfterAsync(string known, CancellationToken cancellationToken)
    {
        lock (_changing)
            return known == Current ? _next.Task.WaitAsync(cancellationToken) : Task.CompletedTask;
    }
}
