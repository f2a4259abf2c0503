namespace FunctionsPipeline.Subscribers.Import;

/// <summary>Counts the bytes that were read, for the progress of a file.</summary>
internal sealed class CountingStream(Stream inner) : ReadThroughStream(inner)
{
    /// <summary>Bytes so far.</summary>
    public long Count { get; private set; }

    protected override void Look(ReadOnlySpan<byte> read) => Count += read.Length;
}
