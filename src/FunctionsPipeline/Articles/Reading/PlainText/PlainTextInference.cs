using System.Globalization;
using System.Text;

namespace FunctionsPipeline.Articles.Reading.PlainText;

/// <summary>What plain text turned out to mean.</summary>
/// <param name="Markdown">The body, without title and byline.</param>
/// <param name="Lines">For each line of <paramref name="Markdown"/>, the file's line (1-based).</param>
/// <param name="Title">Null if the text begins with prose.</param>
internal sealed record PlainTextResult(
    string Markdown,
    int[] Lines,
    string? Title,
    WrittenDate? Date,
    string? Author,
    IReadOnlyList<Inference> Inferred
);

/// <summary>
/// Finds the structure of an article that was pasted as plain text: a title line, captions, a byline, section titles,
/// numbered points. Nothing is left out and no word is changed.
/// </summary>
internal static class PlainTextInference
{
    /// <summary>Title, caption and byline stand among the first few blocks or nowhere.</summary>
    private const int HeadBlocks = 5;

    private const int MaxTitleWords = 20;

    /// <param name="body">Text without signs of Markdown, see <see cref="MarkdownSigns"/>.</param>
    /// <returns>Null if there is no text.</returns>
    public static PlainTextResult? Apply(string body, int firstLine, string? writtenTitle)
    {
        var blocks = TextBlocks.Cut(body, firstLine);
        if (blocks.Count == 0)
            return null;
        var byline = Head(blocks, writtenTitle);
        for (var i = 0; i < blocks.Count; i++)
        {
            if (blocks[i].Kind == BlockKind.Paragraph)
                blocks[i].Kind = KindOf(blocks, i);
        }
        return Write(blocks, byline);
    }

    /// <summary>Marks title, byline and what stands between them.</summary>
    private static Byline? Head(List<TextBlock> blocks, string? writtenTitle)
    {
        var first = blocks[0];
        var isTitle = writtenTitle is null
            ? first.Alone
                && first.Words is > 0 and <= MaxTitleWords
                && first.End is not ('.' or ',' or ';' or ':')
                && !SentenceBreaks.InsideOf(first.Text)
                && blocks.Count > 1
                && ItemMarks.Number(first.Text, out _) == 0
                && ItemMarks.Bullet(first.Text) == 0
                && Byline.Read(first) is null
            : first.Text.Equals(writtenTitle, StringComparison.OrdinalIgnoreCase);
        if (isTitle)
            first.Kind = BlockKind.Title;
        for (var i = isTitle ? 1 : 0; i < Math.Min(HeadBlocks, blocks.Count); i++)
        {
            if (blocks[i].IsProse && blocks[i].Words > 25)
                break;
            if (Byline.Read(blocks[i]) is not { } byline)
                continue;
            blocks[i].Kind = BlockKind.Byline;
            for (var j = isTitle ? 1 : 0; j < i; j++)
                blocks[j].Kind = blocks[j].Words <= 25 ? BlockKind.Caption : BlockKind.Paragraph;
            return byline;
        }
        return null;
    }

    private static BlockKind KindOf(List<TextBlock> blocks, int at)
    {
        var block = blocks[at];
        if (ItemMarks.Bullet(block.Text) > 0)
            return BlockKind.Bullet;
        if (ItemMarks.Number(block.Text, out _) is > 0 and var mark)
            return IsPointTitle(blocks, at, mark) ? BlockKind.Point : BlockKind.Numbered;
        return SectionTitle.Fits(block) && IsFollowedByText(blocks, at) ? BlockKind.Section : BlockKind.Paragraph;
    }

    /// <summary>A title stands above running text, a numbered point or a list.</summary>
    private static bool IsFollowedByText(List<TextBlock> blocks, int at) =>
        at + 1 < blocks.Count
        && blocks[at + 1] is var next
        && (
            next.IsProse
            || ItemMarks.Number(next.Text, out _) > 0
            || ItemMarks.Bullet(next.Text) > 0
            // A part's title may stand above its first section's.
            || (at + 2 < blocks.Count && blocks[at + 2].IsProse && SectionTitle.Fits(next))
        );

    /// <summary>"2. It calms the nerve" is a title if prose stands below it and it is no sentence of its own.</summary>
    private static bool IsPointTitle(List<TextBlock> blocks, int at, int mark)
    {
        var block = blocks[at];
        return block.Alone
            && block.Words <= 13
            && block.Text.Length <= 100
            && block.End is not ('.' or ',' or ';' or ':')
            && !SentenceBreaks.InsideOf(block.Text[mark..])
            && at + 1 < blocks.Count
            && blocks[at + 1].IsProse
            && ItemMarks.Number(blocks[at + 1].Text, out _) == 0
            // The last item of a list stands above what follows the list.
            && (at == 0 || ItemMarks.Number(blocks[at - 1].Text, out _) == 0);
    }

    private static PlainTextResult Write(List<TextBlock> blocks, Byline? byline)
    {
        var markdown = new StringBuilder();
        var lines = new List<int>();
        var inferred = new List<Inference>();
        string? title = null;
        int headings = 0,
            points = 0;
        var underSection = false;
        BlockKind? previous = null;
        foreach (var block in blocks)
        {
            var text = block.Text;
            switch (block.Kind)
            {
                case BlockKind.Title:
                    title = text;
                    continue;
                case BlockKind.Byline:
                    continue;
                case BlockKind.Caption:
                    text = "*" + PlainEscape.Inline(text).Trim('*') + "*";
                    inferred.Add(new Inference("caption", block.Text, "above-byline"));
                    break;
                case BlockKind.Section:
                    text = "## " + PlainEscape.Inline(text);
                    underSection = true;
                    headings++;
                    break;
                case BlockKind.Point:
                    var mark = ItemMarks.Number(text, out var number);
                    text = string.Create(
                        CultureInfo.InvariantCulture,
                        $"{(underSection ? "###" : "##")} {number}. {PlainEscape.Inline(text[mark..])}"
                    );
                    points++;
                    break;
                case BlockKind.Numbered:
                    mark = ItemMarks.Number(text, out number);
                    text = string.Create(CultureInfo.InvariantCulture, $"{number}. {PlainEscape.Inline(text[mark..])}");
                    break;
                case BlockKind.Bullet:
                    text = "- " + PlainEscape.Inline(text[ItemMarks.Bullet(text)..]);
                    break;
                default:
                    text = PlainEscape.Line(text);
                    break;
            }
            var sameList = previous == block.Kind && block.Kind is BlockKind.Numbered or BlockKind.Bullet;
            if (markdown.Length > 0 && !(sameList && previous == block.Kind))
            {
                markdown.Append('\n');
                lines.Add(block.Line);
            }
            markdown.Append(text).Append('\n');
            lines.Add(block.Line);
            previous = block.Kind;
        }
        if (headings > 0)
            inferred.Add(
                new Inference("headings", headings.ToString(CultureInfo.InvariantCulture), "lines-above-text")
            );
        if (points > 0)
            inferred.Add(new Inference("points", points.ToString(CultureInfo.InvariantCulture), "numbers-above-text"));
        return new PlainTextResult(markdown.ToString(), [.. lines], title, byline?.Date, byline?.Author, inferred);
    }
}
