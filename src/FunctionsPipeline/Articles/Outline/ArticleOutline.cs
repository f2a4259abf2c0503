using System.Runtime.InteropServices;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Articles.Outline;

/// <summary>
/// What one walk over an article's syntax tree finds: everything that lint, summary, table of contents and reading time
/// ask for, so that the tree is walked only once.
/// </summary>
internal sealed class ArticleOutline
{
    public List<OutlineHeading> Headings { get; } = [];

    /// <summary>Links, not images, in reading order; also addresses that stand bare in the text.</summary>
    public List<OutlineLink> Links { get; } = [];

    public List<OutlineImage> Images { get; } = [];

    /// <summary>Each paragraph, heading, list item or cell, in reading order, as ranges of <see cref="Prose"/>.</summary>
    public List<OutlineText> Texts { get; } = [];

    /// <summary>Raw HTML that was left out, with its place.</summary>
    public List<OutlineHtml> Html { get; } = [];

    /// <summary>Comments, scripts and styles that never end, and so take in the rest of the text.</summary>
    public List<OutlineHtml> Unended { get; } = [];

    /// <summary>All text without markup, code left out.</summary>
    public string Prose { get; set; } = "";

    /// <summary>Code inside lines, as ranges of <see cref="Prose"/> in reading order.</summary>
    public List<(int Start, int Length)> Code { get; } = [];

    public int Words { get; set; }

    public ReadOnlySpan<char> TextOf(OutlineText text) => Prose.AsSpan(text.Start, text.Length);

    /// <summary>With spaces in place of code, which may hold marks of any kind.</summary>
    public string WithoutCode(OutlineText text)
    {
        var plain = TextOf(text).ToArray();
        var at = Code.BinarySearch((text.Start, 0));
        for (at = at < 0 ? ~at : at; at < Code.Count && Code[at].Start < text.Start + text.Length; at++)
            plain.AsSpan(Code[at].Start - text.Start, Code[at].Length).Fill(' ');
        return new string(plain);
    }
}

internal enum TextKind
{
    Paragraph,
    Heading,
    ListItem,
    Quote,
    Cell,
    Footnote,
}

/// <param name="Line">1-based line of the file.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct OutlineText(TextKind Kind, int Start, int Length, int Line, int Column);

/// <param name="Level">As rendered: 2 is the highest below the page's title.</param>
/// <param name="WrittenLevel">As the author wrote it.</param>
internal sealed record OutlineHeading(int Level, int WrittenLevel, string Text, string Id, int Line);

/// <param name="Bare">The address itself is the text.</param>
internal sealed record OutlineLink(LinkInline? Node, string Url, string Text, bool Bare, int Line, int Column);

internal sealed record OutlineImage(LinkInline Node, string Url, string Alt, int Line, int Column);

/// <param name="Tag">In small letters; empty for a comment.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct OutlineHtml(string Tag, int Line, int Column);
