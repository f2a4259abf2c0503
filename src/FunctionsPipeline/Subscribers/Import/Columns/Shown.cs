namespace FunctionsPipeline.Subscribers.Import.Columns;

/// <summary>Text of a file as messages quote it: short, and on one line.</summary>
internal static class Shown
{
    private const int Most = 60;

    public static string Of(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length <= Most ? line : line[..Most] + "…";
    }
}
