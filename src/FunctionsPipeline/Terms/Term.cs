using System.Globalization;
using System.Text;

namespace FunctionsPipeline.Terms;

/// <summary>
/// A tag or an author as the site addresses it. Names that differ only in case, accents, spaces or hyphens are the same
/// term; names that differ in other characters ("C", "C++", "C#", "針灸") are not.
/// </summary>
/// <param name="Name">As written.</param>
/// <param name="Slug">
/// 1 to 64 characters of <c>a-z</c>, <c>0-9</c> and hyphens; names that Latin letters cannot distinguish get a short hash.
/// </param>
public readonly record struct Term(string Name, string Slug)
{
    private const int MaxLength = 56;

    /// <summary>Where the tag's page is, from the site's root.</summary>
    public string TagPath => $"/tags/{Slug}/";

    /// <summary>Where the author's page is, from the site's root.</summary>
    public string AuthorPath => $"/authors/{Slug}/";

    /// <summary>Null if nothing is written.</summary>
    public static Term? From(string? name)
    {
        var trimmed = name?.Trim();
        return string.IsNullOrEmpty(trimmed) ? null : new Term(trimmed, SlugOf(trimmed));
    }

    private static string SlugOf(string name)
    {
        var slug = new StringBuilder(MaxLength);
        var gap = false;
        var lossy = false;
        foreach (var c in Decomposed(name))
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                if (gap && slug.Length > 0)
                    slug.Append('-');
                gap = false;
                slug.Append(char.ToLowerInvariant(c));
            }
            else if (char.IsWhiteSpace(c) || c is '-' or '_' or '\u2010' or '\u2013')
            {
                gap = true;
            }
            else if (
                c is not ('.' or ',')
                && !Quotes.Is(c)
                && char.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark
            )
            {
                (gap, lossy) = (true, true);
            }
        }
        if (slug.Length > MaxLength)
            (slug.Length, lossy) = (MaxLength, true);
        if (slug.Length == 0 || lossy)
        {
            if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
            slug.Append(Sha256Hex.Of(Fold(name), 3));
        }
        return slug.ToString();
    }

    private static string Fold(string name) =>
        string.Join(
            ' ',
            Decomposed(Quotes.Straight(name))
                .ToLowerInvariant()
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );

    /// <summary>Lone surrogates cannot be normalised: text with them is taken as it is.</summary>
    private static string Decomposed(string name)
    {
        try
        {
            return name.Normalize(NormalizationForm.FormKD);
        }
        catch (ArgumentException)
        {
            return name;
        }
    }
}
