using System.Text;

namespace FunctionsPipeline.Articles.Reading.PlainText;

/// <summary>
/// Cuts plain text into paragraphs, whether they are parted by blank lines or each stands on a line of its own.
/// </summary>
internal static class TextBlocks
{
    /// <summary>Programs that break lines break them at or before this column; a longer line is a whole paragraph.</summary>
    private const int WidestWrap = 100;

    /// <summary>A narrower text was not broken by a program but by a person who meant it.</summary>
    private const int NarrowestWrap = 45;

    /// <param name="firstLine">1-based line of the file on which <paramref name="text"/> begins.</param>
    public static List<TextBlock> Cut(string text, int firstLine)
    {
        var blocks = new List<TextBlock>();
        var pending = new List<(string Text, int Line)>();
        var number = firstLine;
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            var line = Tidy(raw);
            if (line.Length == 0)
                Flush(pending, blocks);
            else
                pending.Add((line, number));
            number++;
        }
        Flush(pending, blocks);
        return blocks;
    }

    private static void Flush(List<(string Text, int Line)> lines, List<TextBlock> blocks)
    {
        var width = 0;
        foreach (var (line, _) in lines)
            width = Math.Max(width, line.Length);
        var wrapped = width is >= NarrowestWrap and <= WidestWrap;
        for (var i = 0; i < lines.Count; )
        {
            var joined = new StringBuilder(lines[i].Text);
            var end = i + 1;
            // A program breaks a line only where the next word did not fit; any other break was meant.
            while (
                wrapped
                && end < lines.Count
                && lines[end - 1].Text.Length + 1 + FirstWord(lines[end].Text) > width
                && !StartsItem(lines[end].Text)
            )
                joined.Append(' ').Append(lines[end++].Text);
            blocks.Add(new TextBlock(joined.ToString(), lines[i].Line, Alone: end == i + 1));
            i = end;
        }
        lines.Clear();
    }

    private static int FirstWord(string line) =>
        line.IndexOf(' ', StringComparison.Ordinal) is var space && space < 0 ? line.Length : space;

    private static bool StartsItem(string line) => ItemMarks.Bullet(line) > 0 || ItemMarks.Number(line, out _) > 0;

    /// <summary>
    /// Without spaces around it and with single ones inside; odd spaces (no-break, zero-width) count as spaces or as
    /// nothing.
    /// </summary>
    internal static string Tidy(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        var odd = false;
        for (var i = 0; i < line.Length && !odd; i++)
            odd =
                (line[i] != ' ' && char.IsWhiteSpace(line[i]))
                || line[i] is '\u200b' or '\u200c' or '\u200d' or '\ufeff' or '\u00ad'
                || (line[i] == ' ' && line[i - 1] == ' ');
        if (!odd)
            return line.ToString();
        var tidy = new StringBuilder(line.Length);
        foreach (var c in line)
        {
            if (c is '\u200b' or '\ufeff' or '\u00ad')
                continue;
            if (!char.IsWhiteSpace(c))
                tidy.Append(c);
            else if (tidy.Length > 0 && tidy[^1] != ' ')
                tidy.Append(' ');
        }
        return tidy.ToString().TrimEnd();
    }
}
