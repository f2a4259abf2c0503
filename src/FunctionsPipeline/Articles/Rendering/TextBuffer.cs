using System.Globalization;
using System.Text;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Input;
using Microsoft.Extensions.ObjectPool;

namespace FunctionsPipeline.Articles.Rendering;

/// <summary>
/// A text writer over one array that serves article after article: what is rendered is copied once, into its final form.
/// Disposing gives it back.
/// </summary>
internal sealed class TextBuffer : TextWriter
{
    /// <summary>A buffer that one huge article blew up is not kept for the small ones.</summary>
    private const int MaxKept = 512 * 1024;

    private static readonly DefaultObjectPool<TextBuffer> Idle = new(new Fresh(), 8 * Environment.ProcessorCount);

    /// <summary>No page needs more: see <see cref="Outline.OutputEstimate"/>, which refuses an article before.</summary>
    private const int MaxChars = 128 * 1024 * 1024;

    /// <summary>What stands encoded at places of the text, in order. Put in as characters where those are asked for.</summary>
    private readonly List<(int At, string Text, byte[] Utf8)> _encoded = [];

    private char[] _chars = new char[16 * 1024];
    private int _length;
    private int _limit = MaxChars;
    private bool _rented;

    private TextBuffer()
        : base(CultureInfo.InvariantCulture) => CoreNewLine = ['\n'];

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>May be made shorter, to take back what was written last.</summary>
    public int Length
    {
        get => Written.Length;
        set => _length = Math.Min(value, Length);
    }

    public ReadOnlySpan<char> Written
    {
        get
        {
            if (_encoded.Count > 0)
                PutIn();
            return _chars.AsSpan(0, _length);
        }
    }

    /// <param name="limit">Characters that it takes at most.</param>
    public static TextBuffer Rent(int limit = MaxChars)
    {
        var buffer = Idle.Get();
        buffer._rented = true;
        buffer._limit = limit;
        return buffer;
    }

    public override void Write(char value)
    {
        if (_length == _chars.Length)
            Grow(1);
        _chars[_length++] = value;
    }

    public override void Write(string? value)
    {
        if (EncodedTexts.TryGet(value, out var utf8))
            _encoded.Add((_length, value!, utf8));
        else
            Write(value.AsSpan());
    }

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (buffer.Length > _chars.Length - _length)
            Grow(buffer.Length);
        buffer.CopyTo(_chars.AsSpan(_length));
        _length += buffer.Length;
    }

    /// <param name="text">UTF-8.</param>
    public void WriteUtf8(ReadOnlySpan<byte> text)
    {
        if (text.Length > _chars.Length - _length)
            Grow(text.Length);
        _length += Encoding.UTF8.GetChars(text, _chars.AsSpan(_length));
    }

    public override string ToString() => new(Written);

    /// <summary>What was written, as storage wants it.</summary>
    public byte[] ToUtf8()
    {
        var text = _chars.AsSpan(0, _length);
        var length = Encoding.UTF8.GetByteCount(text);
        foreach (var (_, _, utf8) in _encoded)
            length += utf8.Length;
        var bytes = new byte[length];
        var (from, to) = (0, 0);
        foreach (var (at, _, utf8) in _encoded)
        {
            to += Encoding.UTF8.GetBytes(text[from..at], bytes.AsSpan(to));
            utf8.CopyTo(bytes, to);
            (from, to) = (at, to + utf8.Length);
        }
        Encoding.UTF8.GetBytes(text[from..], bytes.AsSpan(to));
        return bytes;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        // Given back twice, it would serve two articles at once.
        if (!_rented)
            return;
        _rented = false;
        _length = 0;
        _encoded.Clear();
        Idle.Return(this);
    }

    private void PutIn()
    {
        var rest = _chars.AsSpan(0, _length).ToArray();
        var encoded = _encoded.ToArray();
        _encoded.Clear();
        _length = 0;
        var from = 0;
        foreach (var (at, text, _) in encoded)
        {
            Write(rest.AsSpan(from, at - from));
            Write(text.AsSpan());
            from = at;
        }
        Write(rest.AsSpan(from));
    }

    /// <exception cref="InputBudgetException">More was written than the buffer takes.</exception>
    private void Grow(int more)
    {
        if (_length + (long)more > _limit)
        {
            throw new InputBudgetException(
                new Finding(
                    "too-much-output",
                    Severity.Error,
                    string.Create(CultureInfo.InvariantCulture, $"More than {_limit:N0} characters would be written."),
                    "Split the article into several."
                )
            );
        }
        Array.Resize(ref _chars, (int)Math.Max(Math.Min(_chars.Length * 2L, _limit), _length + more));
    }

    private sealed class Fresh : PooledObjectPolicy<TextBuffer>
    {
        public override TextBuffer Create() => new();

        public override bool Return(TextBuffer obj) => obj._chars.Length <= MaxKept;
    }
}
