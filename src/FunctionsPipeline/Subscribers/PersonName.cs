using System.Globalization;

namespace FunctionsPipeline.Subscribers;

/// <summary>What a person calls themselves; never part of a header or a confirmation mail.</summary>
public static class PersonName
{
    public const int MaxLength = 100;

    /// <summary>Cuts off white space around a name and judges the rest.</summary>
    /// <param name="name">Null if none was given.</param>
    /// <returns>
    /// False for more than <see cref="MaxLength"/> characters, line breaks or other control characters (header injection),
    /// characters that change the direction of text, and a beginning that a spreadsheet takes for a formula.
    /// </returns>
    public static bool TryParse(string? text, out string? name)
    {
        name = null;
        var trimmed = text?.Trim(' ', '\u00a0') ?? "";
        if (trimmed.Length == 0)
            return true;
        if (trimmed.Length > MaxLength || trimmed[0] is '=' or '@' or '+' or '-')
            return false;
        foreach (var c in trimmed)
        {
            if (
                char.GetUnicodeCategory(c)
                    is UnicodeCategory.Control
                        or UnicodeCategory.LineSeparator
                        or UnicodeCategory.ParagraphSeparator
                        or UnicodeCategory.Format
                && c is not ('\u200d' or '\u200c')
            )
                return false;
        }
        name = trimmed;
        return true;
    }
}
