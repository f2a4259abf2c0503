using System.Globalization;
using System.Text;
using FunctionsPipeline.Input;

namespace FunctionsPipeline.Branding;

/// <summary>
/// Keeps what is written, as long as the budget allows it. Each write is a step too: an empty one may be repeated for
/// ever.
/// </summary>
internal sealed class CountedWriter(InputBudget budget) : TextWriter(CultureInfo.InvariantCulture)
{
    private readonly StringBuilder _text = new();

    public override Encoding Encoding => Encoding.Unicode;

    public override void Write(char value)
    {
        Count(1);
        _text.Append(value);
    }

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(ReadOnlySpan<char> buffer)
    {
        Count(buffer.Length);
        _text.Append(buffer);
    }

    public override string ToString() => _text.ToString();

    private void Count(int characters)
    {
        budget.TakeSteps(1);
        budget.TakeOutput(characters);
    }
}
