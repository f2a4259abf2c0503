namespace FunctionsPipeline.Subscribers;

/// <summary>A language as people and programs write it.</summary>
internal static class LanguageTag
{
    /// <returns>BCP 47, e.g. <c>fr-CA</c>; null for nothing and for what is no language tag.</returns>
    public static string? Parse(string? text)
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
