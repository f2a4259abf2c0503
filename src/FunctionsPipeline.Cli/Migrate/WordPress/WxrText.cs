namespace FunctionsPipeline.Cli.Migrate.WordPress;

/// <summary>
/// The text of an export from a line on. After a broken entry the reading goes on with the next line that begins one, behind
/// a head of its own: an XML reader cannot.
/// </summary>
internal sealed class WxrText : TextReader
{
    private const string Head = """
        <rss xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
        """;

    private readonly TextReader _rest;
    private readonly string _head;
    private int _given;

    private WxrText(TextReader rest, string head, int lineOffset)
    {
        (_rest, _head) = (rest, head);
        LineOffset = lineOffset;
    }

    /// <summary>To be added to a line of this text, for the line of the file.</summary>
    public int LineOffset { get; }

    /// <param name="line">1-based line behind which an entry is looked for; 0 for the whole file.</param>
    /// <returns>Null if no entry begins behind that line.</returns>
    public static async Task<WxrText?> FromAsync(Stream content, int line, CancellationToken cancellationToken)
    {
        var reader = new StreamReader(content, detectEncodingFromByteOrderMarks: true);
        if (line == 0)
        {
            // Some servers write blank lines in front, which XML does not allow.
            var blank = 0;
            while (reader.Peek() is '\n' or '\r' or ' ' or '\t' or '\uFEFF')
                blank += reader.Read() == '\n' ? 1 : 0;
            return new WxrText(reader, "", blank);
        }
        for (var at = 1; await reader.ReadLineAsync(cancellationToken) is { } text; at++)
        {
            if (at > line && text.TrimStart().StartsWith("<item>", StringComparison.Ordinal))
                // The head is one line, which takes the place of the line before.
                return new WxrText(reader, Head + "\n" + text + "\n", at - 2);
        }
        return null;
    }

    public override int Peek() => _given < _head.Length ? _head[_given] : _rest.Peek();

    public override int Read() => _given < _head.Length ? _head[_given++] : Allowed(_rest.Read());

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer) =>
        Give(buffer) is > 0 and var given ? given : Allow(buffer, _rest.Read(buffer));

    public override async ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
    {
        if (Give(buffer.Span) is > 0 and var given)
            return given;
        var read = await _rest.ReadAsync(buffer, cancellationToken);
        return Allow(buffer.Span, read);
    }

    public override Task<int> ReadAsync(char[] buffer, int index, int count) =>
        ReadAsync(buffer.AsMemory(index, count)).AsTask();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _rest.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Old posts hold characters that XML forbids and that no reader ever saw.</summary>
    private static int Allow(Span<char> buffer, int read)
    {
        foreach (ref var c in buffer[..Math.Max(0, read)])
            c = (char)Allowed(c);
        return read;
    }

    private static int Allowed(int c) =>
        c is (>= 0 and < ' ' and not ('\t' or '\n' or '\r')) or 0xFFFE or 0xFFFF ? ' ' : c;

    private int Give(Span<char> buffer)
    {
        var given = Math.Min(buffer.Length, _head.Length - _given);
        _head.AsSpan(_given, given).CopyTo(buffer);
        _given += given;
        return given;
    }
}
