using System.Security.Cryptography;
using System.Text;

namespace FunctionsPipeline.Subscribers.Import;

/// <summary>
/// Passes a file through once and notices on the way: its hash, its length, and which encoding it is in. A file that is
/// not UTF-8 and has no byte-order mark is Windows-1252, which is what Excel writes in the West.
/// </summary>
internal sealed class SniffingStream(Stream inner, long mostBytes) : ReadThroughStream(inner)
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Decoder _utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
    private readonly byte[] _mark = new byte[3];
    private readonly char[] _characters = new char[16 * 1024];
    private bool _valid = true;
    private long _length;

    public string Hash => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public string Encoding
    {
        get
        {
            if (_mark is [0xff, 0xfe, _])
                return "utf-16";
            if (_mark is [0xfe, 0xff, _])
                return "utf-16BE";
            return _valid && IsComplete() ? "utf-8" : "windows-1252";
        }
    }

    /// <summary>Bytes so far.</summary>
    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _hash.Dispose();
        base.Dispose(disposing);
    }

    protected override void Look(ReadOnlySpan<byte> read)
    {
        for (var i = 0; i < read.Length && _length + i < _mark.Length; i++)
            _mark[_length + i] = read[i];
        _length += read.Length;
        if (_length > mostBytes)
            throw new ImportFileTooLargeException($"The file is larger than {mostBytes / 1024 / 1024} MB. Split it.");
        _hash.AppendData(read);
        Validate(read, flush: false);
    }

    private bool IsComplete()
    {
        Validate([], flush: true);
        return _valid;
    }

    private void Validate(ReadOnlySpan<byte> bytes, bool flush)
    {
        try
        {
            // A byte is at most one character.
            do
            {
                var part = bytes[..Math.Min(bytes.Length, _characters.Length - 4)];
                if (_valid)
                    _utf8.GetChars(part, _characters, flush && part.Length == bytes.Length);
                bytes = bytes[part.Length..];
            } while (!bytes.IsEmpty);
        }
        catch (DecoderFallbackException)
        {
            _valid = false;
        }
    }
}
