using System.Globalization;

namespace FunctionsPipeline.Articles.Reading.PlainText;

/// <summary>What stands in front of a list's items.</summary>
internal static class ItemMarks
{
    /// <summary>Length of "• " or the like at the beginning; 0 if there is none.</summary>
    public static int Bullet(string line) =>
        line.Length > 2
        && line[0] is '•' or '◦' or '▪' or '●' or '‣' or '·' or '–' or '—'
        && line.Length > 2
        && line[1] == ' '
            ? 2
            : 0;

    /// <summary>Length of "1. " or "1) " at the beginning; 0 if there is none. Numbers up to 99.</summary>
    public static int Number(string line, out int number)
    {
        number = 0;
        var digits = 0;
        while (digits < line.Length && char.IsAsciiDigit(line[digits]))
            digits++;
        if (
            digits is 0 or > 2
            || line.Length < digits + 3
            || line[digits] is not ('.' or ')')
            || line[digits + 1] != ' '
        )
            return 0;
        number = int.Parse(line.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture);
        return digits + 2;
    }
}
