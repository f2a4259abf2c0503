using System.Globalization;

namespace FunctionsPipeline.Localization;

/// <summary>The languages that the product itself is written in, as far as strings of it exist.</summary>
public static class Languages
{
    /// <summary>The one that each text exists in.</summary>
    public const string Source = "en";

    /// <summary>BCP 47 tags, the source language first, then by name.</summary>
    public static IReadOnlyList<string> Translated { get; } =
    [Source, .. LanguageFile.Tags.Where(t => t != Source).Order(StringComparer.Ordinal)];

    /// <summary>The translated language that serves a reader of another: itself, its parent, or English.</summary>
    /// <param name="tag">BCP 47, from an author, a form or an import; null for none.</param>
    /// <remarks>There are as many answers as translations, regardless of how many tags come from outside.</remarks>
    public static string Serving(string? tag)
    {
        for (var rest = tag; rest is { Length: > 0 }; rest = Parent(rest))
        {
            foreach (var language in Translated)
            {
                if (language.Equals(rest, StringComparison.OrdinalIgnoreCase))
                    return language;
            }
        }
        return Source;
    }

    /// <summary>What readers of a publication may choose from: its own language first, then the other translations.</summary>
    /// <param name="language">The publication's, BCP 47.</param>
    public static IReadOnlyList<string> OfferedBy(string language)
    {
        var own = Serving(language);
        return
        [
            language,
            .. Translated.Where(l => l != own && !l.Equals(language, StringComparison.OrdinalIgnoreCase)),
        ];
    }

    /// <summary>
    /// What an address of a form carries to be shown in a language: <c>?language=fr</c>; empty for the publication's own.
    /// </summary>
    /// <param name="publication">The publication's language, BCP 47.</param>
    public static string QueryFor(string publication, string language) =>
        Serving(language) == Serving(publication) ? "" : $"?language={Uri.EscapeDataString(language)}";

    /// <summary>The language's name in itself, e.g. <c>français</c>; the tag for one that the system does not know.</summary>
    public static string NameOf(string tag)
    {
        var culture = Cultures.Of(tag);
        return culture.Equals(CultureInfo.InvariantCulture) ? tag : culture.NativeName;
    }

    /// <summary>Null for a tag without a part to take away.</summary>
    private static string? Parent(string tag) => tag.LastIndexOf('-') is > 0 and var end ? tag[..end] : null;
}
