namespace FunctionsPipeline.Articles.Reading.PlainText;

/// <summary>"Jan 25th, 2023 - Example Clinic", "By Jane Doe | 25 January 2023", "By Jane Doe".</summary>
internal sealed record Byline(WrittenDate? Date, string? Author)
{
    private const int MaxCharacters = 120;
    private const int MaxNameWords = 8;

    private static readonly string[] Openings =
    [
        "posted on",
        "posted by",
        "published on",
        "published by",
        "written by",
        "last updated",
        "updated on",
        "updated",
        "published",
        "posted",
        "by",
        "on",
        "author:",
        "date:",
    ];

    public static Byline? Read(TextBlock block)
    {
        var text = block.Text;
        if (!block.Alone || text.Length > MaxCharacters || block.End is '?' or '!')
            return null;
        if (!WrittenDate.TryFind(text, out var date, out var where))
            return
                text.StartsWith("By ", StringComparison.OrdinalIgnoreCase)
                && block.Words is >= 2 and <= 6
                && NameOf(text) is { } name
                && LooksLikeName(name)
                ? new Byline(null, name)
                : null;
        var (start, length) = where.GetOffsetAndLength(text.Length);
        var before = NameOf(text[..start]);
        var after = NameOf(text[(start + length)..]);
        // Words on both sides of a date are a sentence: "On Jan 25th, 2023 we opened", "Since 2020-01-01 much has changed".
        if (before is not null && after is not null && !(LooksLikeName(before) && LooksLikeName(after)))
            return null;
        var author = before is not null && after is not null ? $"{before}, {after}" : before ?? after;
        return author is null || LooksLikeName(author) ? new Byline(date, author) : null;
    }

    private static string? NameOf(string text)
    {
        var rest = Bare(text);
        for (var again = true; again; )
        {
            again = false;
            foreach (var opening in Openings)
            {
                if (
                    rest.StartsWith(opening, StringComparison.OrdinalIgnoreCase)
                    && (rest.Length == opening.Length || !char.IsLetterOrDigit(rest[opening.Length]))
                )
                {
                    rest = Bare(rest[opening.Length..]);
                    again = rest.Length > 0;
                }
            }
        }
        return rest.Length == 0 ? null : rest;
    }

    private static string Bare(string text) =>
        text.Trim(' ', '-', '–', '—', '|', '•', '·', ',', ':', '/', '(', ')', '\u00a0');

    /// <summary>Few words, the first with a capital, no sentence.</summary>
    private static bool LooksLikeName(string text)
    {
        var words = text.Split(' ');
        if (words.Length > MaxNameWords || !char.IsUpper(text[0]) || text[^1] is '.' && words.Length > 4)
            return false;
        var small = words.Count(w =>
            w.Length > 0
            && char.IsLower(w[0])
            && w
                is not (
                    "of"
                    or "and"
                    or "the"
                    or "for"
                    or "in"
                    or "at"
                    or "de"
                    or "la"
                    or "van"
                    or "von"
                    or "min"
                    or "read"
                )
        );
        return small == 0;
    }
}
