using System.Runtime.InteropServices;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Articles.Outline;

/// <summary>
/// What one walk over an article's syntax tree finds: everything that lint, summary, table of contents and reading time
/// ask for, so that nobody walks again.
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

    /// <summary>All text without markup, code left out.</summary>
    public string Prose { get; set; } = "";

    public int Words { get; set; }

    public ReadOnlySpan<char> TextOf(OutlineText text) => Prose.AsSpan(text.Start, text.Length);
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

[StructLayout(LayoutKind.Auto)]
internal readonly record struct OutlineHtml(string Tag, int Line, int Column);
