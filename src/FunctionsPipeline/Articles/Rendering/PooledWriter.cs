using System.Globalization;
using System.Text;

namespace FunctionsPipeline.Articles.Rendering;

/// <summary>A text writer whose buffer serves one article after another.</summary>
internal sealed class PooledWriter : TextWriter
{
    /// <summary>A buffer that one huge article blew up is not kept for the small ones.</summary>
    private const int MaxKept = 512 * 1024;

    public PooledWriter() : base(CultureInfo.InvariantCulture) => CoreNewLine = ['\n'];

    public StringBuilder Text { get; } = new(16 * 1024);

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Text.Append(value);

    public override void Write(string? value) => Text.Append(value);

    public override void Write(char[] buffer, int index, int count) => Text.Append(buffer, index, count);

    public override void Write(ReadOnlySpan<char> buffer) => Text.Append(buffer);

    /// <summary>Empties the buffer. False if it should not be kept.</summary>
    public bool Reset()
    {
        var keep = Text.Capacity <= MaxKept;
        Text.Clear();
        return keep;
    }
}
