namespace FunctionsPipeline.Articles.Reading;

/// <summary>What a file's name says of the article.</summary>
/// <param name="Date">As Jekyll names posts: <c>2023-01-25-sciatica</c>.</param>
/// <param name="Title">The name as words, with a capital; null for a name that is none of its own, as <c>index</c>.</param>
internal sealed record FileName(WrittenDate? Date, string? Title)
{
    public static FileName Read(string stem)
    {
        WrittenDate? date = null;
        var rest = stem.Trim();
        if (rest.Length >= 10 && (rest.Length == 10 || rest[10] is '-' or '_' or ' ') && WrittenDate.TryParse(rest.AsSpan(0, 10), out var found))
        {
            date = found;
            rest = rest[Math.Min(11, rest.Length)..];
        }
        var words = string.Join(' ', rest.Split(['-', '_', ' ', '\t', '+'], StringSplitOptions.RemoveEmptyEntries));
        if (words.Length == 0 || words.ToLowerInvariant() is "index" or "readme" or "untitled" or "new document")
            return new FileName(date, null);
        return new FileName(date, char.IsLower(words[0]) ? char.ToUpperInvariant(words[0]) + words[1..] : words);
    }
}
