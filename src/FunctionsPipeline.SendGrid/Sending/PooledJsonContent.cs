using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FunctionsPipeline.SendGrid.Sending;

/// <summary>
/// A JSON body in pooled pieces: written once, never one string or one array, its length known before the call.
/// </summary>
internal sealed class PooledJsonContent : HttpContent, IBufferWriter<byte>
{
    private const int PieceBytes = 64 * 1024;

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly List<Piece> _pieces = [];
    private volatile bool _began;
    private volatile bool _written;

    private PooledJsonContent() => Headers.ContentType = new MediaTypeHeaderValue("application/json");

    public long Length { get; private set; }

    public static PooledJsonContent Write(Action<Utf8JsonWriter> write)
    {
        var content = new PooledJsonContent();
        try
        {
            using var writer = new Utf8JsonWriter(content, WriterOptions);
            write(writer);
            writer.Flush();
            return content;
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    protected override async Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    )
    {
        _began = true;
        foreach (var piece in _pieces)
            await stream.WriteAsync(piece.Written, cancellationToken);
        _written = true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override bool TryComputeLength(out long length)
    {
        length = Length;
        return true;
    }

    void IBufferWriter<byte>.Advance(int count)
    {
        _pieces[^1].Used += count;
        Length += count;
    }

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint)
    {
        if (_pieces.Count == 0 || _pieces[^1].Free.Length < Math.Max(sizeHint, 1))
            _pieces.Add(new Piece(ArrayPool<byte>.Shared.Rent(Math.Max(sizeHint, PieceBytes))));
        return _pieces[^1].Free;
    }

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint) => ((IBufferWriter<byte>)this).GetMemory(sizeHint).Span;

    protected override void Dispose(bool disposing)
    {
        // A write that was broken off may still hold its piece; that one is left to the garbage collector. The rest is
        // wiped, because others get the arrays next and these held addresses.
        if (_written || !_began)
        {
            foreach (var piece in _pieces)
                ArrayPool<byte>.Shared.Return(piece.Array, clearArray: true);
        }
        _pieces.Clear();
        base.Dispose(disposing);
    }

    private sealed class Piece(byte[] array)
    {
        public byte[] Array => array;

        public int Used { get; set; }

        public Memory<byte> Free => array.AsMemory(Used);

        public ReadOnlyMemory<byte> Written => array.AsMemory(0, Used);
    }
}
