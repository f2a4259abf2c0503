using System.Buffers.Binary;

namespace FunctionsPipeline.Articles.Images;

/// <summary>Reads a stream once, forward, through a small buffer: images may be large and blobs do not seek.</summary>
internal sealed class ForwardReader(Stream stream)
{
    private readonly byte[] _buffer = new byte[32 * 1024];
    private int _start;
    private int _end;

    /// <summary>What is buffered and not yet consumed.</summary>
    public ReadOnlyMemory<byte> Buffered => _buffer.AsMemory(_start, _end - _start);

    public void Consume(int count) => _start += count;

    /// <summary>Buffers at least <paramref name="count"/> bytes (at most 16 KiB).</summary>
    /// <returns>False if the stream ends before; what there is stays in <see cref="Buffered"/>.</returns>
    public async ValueTask<bool> FillAsync(int count, CancellationToken cancellationToken)
    {
        while (_end - _start < count)
        {
            if (_start > 0 && _buffer.Length - _start < count)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                (_start, _end) = (0, _end - _start);
            }
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (read == 0)
                return false;
            _end += read;
        }
        return true;
    }

    /// <exception cref="EndOfStreamException">The stream ends before.</exception>
    public async ValueTask<byte> ByteAsync(CancellationToken cancellationToken)
    {
        await NeedAsync(1, cancellationToken);
        return _buffer[_start++];
    }

    /// <exception cref="EndOfStreamException">The stream ends before.</exception>
    public async ValueTask<int> BigEndian16Async(CancellationToken cancellationToken)
    {
        await NeedAsync(2, cancellationToken);
        var value = BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(_start));
        _start += 2;
        return value;
    }

    /// <exception cref="EndOfStreamException">The stream ends before.</exception>
    public async ValueTask<byte[]> BytesAsync(int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        for (var done = 0; done < count; )
        {
            await NeedAsync(1, cancellationToken);
            var take = Math.Min(count - done, _end - _start);
            _buffer.AsSpan(_start, take).CopyTo(bytes.AsSpan(done));
            _start += take;
            done += take;
        }
        return bytes;
    }

    /// <exception cref="EndOfStreamException">The stream ends before.</exception>
    public async ValueTask SkipAsync(long count, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            await NeedAsync(1, cancellationToken);
            var take = (int)Math.Min(count, _end - _start);
            _start += take;
            count -= take;
        }
    }

    private async ValueTask NeedAsync(int count, CancellationToken cancellationToken)
    {
        if (!await FillAsync(count, cancellationToken))
            throw new EndOfStreamException("The image ends in the middle.");
    }
}
