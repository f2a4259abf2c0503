using System.Globalization;
using System.Text;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Articles.Reading;

/// <summary>Makes an address out of a title or a file's name.</summary>
public static class SlugWriter
{
    /// <summary>Letters that no decomposition reduces to ASCII.</summary>
    private static readonly Dictionary<char, string> Letters = new()
    {
        ['ß'] = "ss",
        ['æ'] = "ae",
        ['Æ'] = "ae",
        ['œ'] = "oe",
        ['Œ'] = "oe",
        ['ø'] = "o",
        ['Ø'] = "o",
        ['ł'] = "l",
        ['Ł'] = "l",
        ['đ'] = "d",
        ['Đ'] = "d",
        ['ð'] = "d",
        ['Ð'] = "d",
        ['þ'] = "th",
        ['Þ'] = "th",
        ['ı'] = "i",
        ['&'] = " and ",
    };

    /// <summary>
    /// Words in small ASCII letters joined by hyphens, cut at a word. Never a reserved name and never empty: what Latin
    /// letters and digits cannot express, as in "SEO 入門", is distinguished by a short hash of the text.
    /// </summary>
    public static Slug From(string text)
    {
        var words = new StringBuilder(Math.Min(text.Length, 200));
        var gap = false;
        var lossy = false;
        // Half a surrogate pair cannot be normalized, and no whole one stands for a Latin letter.
        var plain = text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')
            ? string.Concat(text.Where(c => !char.IsSurrogate(c)))
            : text;
        // Compatibility forms too: the 'fi' of a typeset text, full-width letters, a raised 2.
        foreach (var c in plain.Normalize(NormalizationForm.FormKD))
        {
            if (words.Length > Slug.MaxLength * 2)
                break;
            if (char.IsAsciiLetterOrDigit(c))
            {
                if (gap && words.Length > 0)
                    words.Append('-');
                gap = false;
                words.Append(char.ToLowerInvariant(c));
            }
            else if (Letters.TryGetValue(c, out var letters))
            {
                gap |= letters[0] == ' ';
                if (gap && words.Length > 0)
                    words.Append('-');
                words.Append(letters.AsSpan().Trim());
                gap = letters[^1] == ' ';
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && !Quotes.Is(c))
            {
                gap = true;
                lossy |= char.IsLetter(c);
            }
        }
        var slug = Cut(words.ToString());
        if (slug.Length > 0 && lossy)
            slug = $"{slug}-{Sha256Hex.Of(Composed.Of(text), 3)}";
        if (slug.Length == 0)
            slug = "article-" + Sha256Hex.Of(Composed.Of(text), 5);
        return Slug.TryParse(slug, out var ok) ? ok : Slug.Parse(slug + "-article");
    }

    private static string Cut(string slug)
    {
        // Room for "-article", which a reserved name gets.
        const int Longest = Slug.MaxLength - 8;
        if (slug.Length <= Longest)
            return slug;
        var hyphen = slug.LastIndexOf('-', Longest);
        return slug[..(hyphen > 0 ? hyphen : Longest)];
    }
}
