namespace FunctionsPipeline.Terms;

/// <summary>Language tags (BCP 47), as far as pages, mails and settings need them.</summary>
public static class LanguageTag
{
    /// <summary>
    /// True for a language of two or three letters and up to three more parts of two to eight letters or digits.
    /// </summary>
    public static bool IsWellFormed(string tag)
    {
        var parts = tag.Split('-');
        return parts.Length <= 4
            && parts[0].Length is 2 or 3
            && parts[0].All(char.IsAsciiLetter)
            && parts.Skip(1).All(p => p.Length is >= 2 and <= 8 && p.All(char.IsAsciiLetterOrDigit));
    }

    /// <summary>True for the language itself and its regions: <c>fr</c> includes <c>fr-CA</c> (RFC 4647, section 3.3.1).</summary>
    public static bool Includes(string language, string tag) =>
        tag.StartsWith(language, StringComparison.OrdinalIgnoreCase)
        && (tag.Length == language.Length || tag[language.Length] == '-');

    /// <summary>Reads a tag as other programs write it: <c>fr_CA</c>, <c>FR</c>.</summary>
    /// <returns>The language and at most a region, e.g. <c>fr-CA</c>; null for anything else.</returns>
    public static string? Normalize(string? text)
    {
        var parts = (text ?? "").Trim().Replace('_', '-').Split('-');
        if (
            parts[0].Length is not (2 or 3)
            || parts.Length > 2
            || !parts.All(p => p.Length is >= 2 and <= 4 && p.All(char.IsAsciiLetter))
        )
            return null;
        return parts.Length == 1
            ? parts[0].ToLowerInvariant()
            : $"{parts[0].ToLowerInvariant()}-{parts[1].ToUpperInvariant()}";
    }
}
