namespace FunctionsPipeline.Articles.Digest;

/// <summary>Breaks a text at spaces into lines of at most 72 characters.</summary>
internal static class PlainLines
{
    public const int Length = 72;

    public static void Write(TextWriter output, ReadOnlySpan<char> text)
    {
        var rest = text.Trim();
        while (Break(rest, Length, out var line, out var next))
        {
            output.Write(line);
            output.Write('\n');
            rest = next;
        }
        output.Write(rest);
        output.Write('\n');
    }

    /// <summary>Splits off a first line. A word that is longer than a line, such as an address, stays whole.</summary>
    /// <returns>False if the text fits on one line or cannot be broken.</returns>
    public static bool Break(
        ReadOnlySpan<char> text,
        int length,
        out ReadOnlySpan<char> line,
        out ReadOnlySpan<char> rest
    )
    {
        line = default;
        rest = default;
        if (text.Length <= length)
            return false;
        var space = text[..(length + 1)].LastIndexOf(' ');
        if (space <= 0)
            space = text.IndexOf(' ');
        if (space <= 0)
            return false;
        line = text[..space];
        rest = text[(space + 1)..].TrimStart();
        return true;
    }
}
