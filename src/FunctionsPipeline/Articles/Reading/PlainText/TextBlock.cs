namespace FunctionsPipeline.Articles.Reading.PlainText;

/// <summary>What a piece of plain text turns out to be.</summary>
internal enum BlockKind
{
    Paragraph,
    Title,
    Caption,
    Byline,

    /// <summary>A section's title.</summary>
    Section,

    /// <summary>"1. …" above a paragraph: the title of a point.</summary>
    Point,

    /// <summary>"1. …" as an item of a list.</summary>
    Numbered,

    /// <summary>"• …".</summary>
    Bullet,
}

/// <summary>A paragraph, or a line that stands alone.</summary>
/// <param name="Text">On one line, spaces tidied.</param>
/// <param name="Line">1-based line of the file on which it begins.</param>
/// <param name="Alone">It was one line in the file: only such a line can be a heading.</param>
internal sealed record TextBlock(string Text, int Line, bool Alone)
{
    public BlockKind Kind { get; set; } = BlockKind.Paragraph;

    public int Words { get; } = Outline.WordCount.Of(Text);

    /// <summary>The last character that is no closing quote or bracket.</summary>
    public char End => Text.AsSpan().TrimEnd("\"'\u201D\u2019)]") is [.., var last] ? last : '\0';

    /// <summary>Reads like running text: it ends as a sentence does, or is too long for anything else.</summary>
    public bool IsProse =>
        Words > 16
        || (
            Words >= 5
            && (End is ':' or ';' or ',' || (SentenceEnds.Is(End) && End is not ('?' or '\uFF1F' or '\u061F')))
        )
        || SentenceBreaks.InsideOf(Text);
}
