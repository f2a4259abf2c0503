namespace FunctionsPipeline.Subscribers.Import;

/// <summary>
/// Stops a reader whose records grow without end: a file without line ends, a quote that is never closed, a million
/// columns. Otherwise a parser would hold all of it in memory.
/// </summary>
internal sealed class RecordGuard(TextReader inner) : TextReader
{
    /// <summary>Characters in one record.</summary>
    public const int Most = 256 * 1024;

    private bool _inQuotes;
    private int _length;
    private long _records = 1;

    public override int Read(char[] buffer, int index, int count) =>
        Look(buffer.AsSpan(index, inner.Read(buffer, index, count)));

    public override int Read(Span<char> buffer) => Look(buffer[..inner.Read(buffer)]);

    public override async Task<int> ReadAsync(char[] buffer, int index, int count) =>
        await ReadAsync(buffer.AsMemory(index, count));

    public override async ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        return Look(buffer.Span[..read]);
    }

    public override int Peek() => inner.Peek();

    public override int Read()
    {
        Span<char> one = stackalloc char[1];
        return Read(one) == 0 ? -1 : one[0];
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private int Look(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            _length++;
            if (c == '"')
                _inQuotes = !_inQuotes;
            else if (c is '\n' or '\r' && !_inQuotes)
            {
                _length = 0;
                _records += c == '\n' ? 1 : 0;
            }
        }
        if (_length > Most)
            throw new ImportFileException(
                $"About row {_records}, one row is longer than {Most / 1024} KB: is a quote never closed, or is this not a CSV file?"
            );
        return text.Length;
    }
}
