using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Articles.Reading.FrontMatter;

/// <summary>
/// Finds front matter that a person can see and that is not read here: in other fences, as JSON, as fields without any
/// fence, inside a comment or a code block. Published as text, it would carry a draft to the readers.
/// </summary>
/// <remarks>
/// An article may speak about front matter, and a paragraph may begin with "Date:". What counts is a fence at the top with a
/// known key below it, several known keys at the top, or a line that only says that the article is a draft.
/// </remarks>
internal static class UnreadFrontMatter
{
    /// <summary>Lines of the text that are looked at: front matter stands at the top.</summary>
    private const int HeadLines = 40;

    private const string Remedy =
        "Begin the file with a line of three hyphens (---), then 'key: value' lines at the left edge, then three hyphens again.";

    /// <param name="text">The file, or what follows front matter that was read.</param>
    /// <param name="firstLine">1-based line of the file on which <paramref name="text"/> begins.</param>
    /// <param name="isBody">
    /// True if front matter was read above: fields without a fence are then part of the article.
    /// </param>
    /// <returns>An error on the line where it begins, or null.</returns>
    public static Finding? Find(string text, int firstLine, bool isBody) =>
        IsRunningText(text) ? null : FindLineByLine(text, firstLine, isBody);

    internal static Finding? FindLineByLine(string text, int firstLine, bool isBody)
    {
        var head = HeadLine.Read(text, firstLine, HeadLines);
        var top = head.FindIndex(l => !l.IsComment);
        if (!isBody && head.Count > 0)
        {
            if (Fields(head, 0) is { } inComment)
                return inComment;
            if (
                top >= 0
                && (Json(head, top) ?? Percent(head, top) ?? (top > 0 ? Fields(head, top) : null)) is { } unfenced
            )
                return unfenced;
        }
        return Fenced(head, top) ?? HeldBack(head) ?? Table(head, top);
    }

    /// <summary>Is there nothing at the top that could be a field? Then no line needs a second look.</summary>
    internal static bool IsRunningText(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var line in text.EnumerateLines())
        {
            if (count == 0 && line.IsWhiteSpace())
                continue;
            if (count++ == HeadLines)
                break;
            if (HeadLine.MayHoldFields(line))
                return false;
        }
        return true;
    }

    /// <summary>Pandoc's title block: title, authors and date, each behind a percent sign.</summary>
    private static Finding? Percent(List<HeadLine> head, int top) =>
        head.Count > top + 1
        && head[top].Bare.StartsWith("% ", StringComparison.Ordinal)
        && head[top + 1].Bare.StartsWith('%')
            ? Unread(head[top], "The front matter is written as Pandoc's title block, which is not read here.")
            : null;

    /// <summary>Front matter that was copied from a page that shows it as a table, as GitHub does: either way round.</summary>
    private static Finding? Table(List<HeadLine> head, int top)
    {
        if (top < 0 || !head[top].Bare.StartsWith('|'))
            return null;
        var rows = head.Skip(top)
            .TakeWhile(l => l.Bare.StartsWith('|'))
            .Select(l => (Line: l, Cells: l.Bare.Trim('|').Split('|', StringSplitOptions.TrimEntries)))
            .ToList();
        var names = rows[0].Cells;
        foreach (var (line, cells) in rows)
        {
            var says =
                cells is [var key, var value] && FieldLine.Read($"{key}: {value}") is { SaysDraft: true }
                || cells.Zip(names).Any(pair => FieldLine.Read($"{pair.Second}: {pair.First}") is { SaysDraft: true });
            if (says)
                return Unread(line, "This table says that the article is a draft; a table holds nothing back.");
        }
        return null;
    }

    private static Finding? Json(List<HeadLine> head, int top)
    {
        if (head[top].Bare is not ['{', ..] first)
            return null;
        var inside = first[1..].TrimStart();
        if (inside.Length == 0)
            inside = head.Skip(top + 1).FirstOrDefault(l => !l.IsBlank)?.Bare ?? "";
        return FieldLine.Read(inside) is { } field && (field.IsKnown || inside[0] is '"' or '\u201C' or '\u201E')
            ? Unread(head[top], "The front matter is written as JSON, which is not read here.")
            : null;
    }

    /// <summary>A line of dashes or the like that is not read as a fence, with keys below it.</summary>
    private static Finding? Fenced(List<HeadLine> head, int top)
    {
        for (var i = 0; i < head.Count; i++)
        {
            if (!head[i].LooksLikeFence || head[i].IsCode)
                continue;
            var (fields, end) = Run(head, i + 1);
            if (fields.Count == 0)
                continue;
            // Further down, a rule with "Date: …" below it is part of the article.
            var closed = end < head.Count && head[end].LooksLikeFence;
            if (fields.Exists(f => f.HoldsBack && (f.IsOn || closed)) || (i == top && fields.Exists(f => f.IsKnown)))
            {
                return Unread(
                    head[i],
                    $"'{EntryValues.Short(head[i].Shown)}' does not begin front matter here, but '{EntryValues.Short(fields[0].Key)}' below it looks like front matter."
                );
            }
        }
        return null;
    }

    /// <summary>
    /// MultiMarkdown's fields, Org's keywords, a comment or a code block that holds fields: no fence at all.
    /// </summary>
    private static Finding? Fields(List<HeadLine> head, int top)
    {
        var first = head[top].Opens ? top + 1 : top;
        var (fields, end) = Run(head, first);
        var ended =
            end >= head.Count
            || head[end].IsBlank
            || head[end].Closes
            || head[end].LooksLikeFence
            || head[end].Bare is "}";
        return ended && (fields.Count(f => f.IsKnown) >= 2 || fields.Exists(f => f.HoldsBack && f.IsOn))
            ? Unread(head[top], "Fields stand here without the lines that mark them as front matter.")
            : null;
    }

    /// <summary>The fields from a line on, and the index of the line that ends them.</summary>
    private static (List<FieldLine> Fields, int End) Run(List<HeadLine> head, int from)
    {
        var fields = new List<FieldLine>();
        // JSON and JavaScript between fences.
        var at = from < head.Count && head[from].Bare is "{" or "module.exports = {" ? from + 1 : from;
        for (; at < head.Count && !head[at].IsBlank && !head[at].LooksLikeFence; at++)
        {
            if (FieldLine.Read(head[at].Bare) is { } field)
                fields.Add(field);
            else if (fields.Count == 0 || !head[at].IsContinuation)
                break;
        }
        return (fields, at);
    }

    /// <summary>A line that only says that the article is a draft, in a place where it is not read.</summary>
    private static Finding? HeldBack(List<HeadLine> head)
    {
        foreach (var line in head)
        {
            if (!line.IsCode && line.SaysDraft)
                return Unread(
                    line,
                    $"'{EntryValues.Short(line.Shown)}' stands outside the front matter, where it holds nothing back."
                );
        }
        return null;
    }

    private static Finding Unread(HeadLine at, string message) =>
        new("front-matter-unread", Severity.Error, message, Remedy, at.Number, 1);
}
