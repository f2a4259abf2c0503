namespace FunctionsPipeline.Cli.Terminal;

/// <summary>How far a command's work has come. Written by the work, read by the bar.</summary>
internal sealed class WorkProgress
{
    private long _done;
    private long _total = -1;

    public long Done => Interlocked.Read(ref _done);

    /// <summary>Null while it is not known.</summary>
    public long? Total
    {
        get => Interlocked.Read(ref _total) is >= 0 and var total ? total : null;
        set => Interlocked.Exchange(ref _total, value ?? -1);
    }

    /// <summary>One more is done; callable from several threads.</summary>
    public void Advance() => Interlocked.Increment(ref _done);

    /// <summary>So many are done.</summary>
    public void Set(long done) => Interlocked.Exchange(ref _done, done);
}
