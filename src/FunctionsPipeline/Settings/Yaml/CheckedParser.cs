using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace FunctionsPipeline.Settings.Yaml;

/// <summary>
/// YamlDotNet's parser, which gives up on some malformed texts with exceptions that are not its own (in 16.3, on
/// <c>!!]</c>, or on a space of no width that begins a line in brackets). Here every one is a <see
/// cref="YamlException"/> with its place.
/// </summary>
internal sealed class CheckedParser(string text) : IParser
{
    private readonly Parser _parser = new(new StringReader(text));

    public ParsingEvent? Current => _parser.Current;

    public bool MoveNext()
    {
        try
        {
            return _parser.MoveNext();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            var mark = _parser.Current?.End ?? Mark.Empty;
            throw new YamlException(mark, mark, "The text breaks off here.", e);
        }
    }
}
