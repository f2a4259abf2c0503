using System.Globalization;
using System.Text;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Articles.Outline;

/// <summary>
/// Addresses inside a page, as GitHub makes them: small letters, a hyphen for each space, other signs left out, a number
/// where two are equal. Tables of contents that editors make rely on it.
/// </summary>
internal sealed class HeadingIds
{
    /// <summary>GitHub has no limit; a longer heading is a paragraph.</summary>
    private const int MaxLength = 250;

    /// <summary>What the page itself is reached by, from its first link on.</summary>
    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal) { ["content"] = 1 };

    /// <summary>The id of a heading by its words alone.</summary>
    /// <param name="text">As typed: with '--' where the page shows a dash.</param>
    public static string Of(string text)
    {
        var id = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (var rune in Composed.Of(text).Trim().EnumerateRunes())
        {
            if (id.Length >= MaxLength)
                break;
            if (rune.Value is ' ' or '-')
                id.Append('-');
            else if (IsWord(rune))
                id.Append(Rune.ToLowerInvariant(rune));
        }
        return id.Length == 0 ? "section" : id.ToString();
    }

    /// <summary>The id of the next heading.</summary>
    /// <param name="wanted">By <see cref="Of"/>, or as its author wrote it.</param>
    public string Take(string wanted)
    {
        if (_taken.TryAdd(wanted, 1))
            return wanted;
        // The count never goes back, so that equal headings take linear time; a heading that ends in a number may have
        // taken the name already.
        string numbered;
        do numbered = string.Create(CultureInfo.InvariantCulture, $"{wanted}-{_taken[wanted]++}");
        while (!_taken.TryAdd(numbered, 1));
        return numbered;
    }

    /// <summary>
    /// Ruby's <c>\p{Word}</c>, by which GitHub keeps characters: vowel signs and accents belong to their letters.
    /// </summary>
    private static bool IsWord(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.UppercaseLetter
                or UnicodeCategory.LowercaseLetter
                or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter
                or UnicodeCategory.OtherLetter
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark
                or UnicodeCategory.DecimalDigitNumber
                or UnicodeCategory.LetterNumber
                or UnicodeCategory.ConnectorPunctuation;
}
