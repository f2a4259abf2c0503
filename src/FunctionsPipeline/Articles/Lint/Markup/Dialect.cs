using System.Text.RegularExpressions;

namespace FunctionsPipeline.Articles.Lint.Markup;

/// <summary>Markup of other programs that is not read here, so that readers see it as it was typed.</summary>
/// <param name="Rule">Of the finding.</param>
/// <param name="Marks">A text without any of them has none of this: most texts are not matched against the pattern.</param>
internal sealed record Dialect(string Rule, string[] Marks, Regex Pattern, string Message, string Fix)
{
    private readonly UInt128[] _characters = Array.ConvertAll(Marks, m => CharactersOf(m));

    /// <summary>The ASCII characters of a text, one bit for each.</summary>
    public static UInt128 CharactersOf(ReadOnlySpan<char> text)
    {
        ulong low = 0,
            high = 0;
        foreach (var c in text)
        {
            if (c < 64)
                low |= 1UL << c;
            else if (c < 128)
                high |= 1UL << (c - 64);
        }
        return new UInt128(high, low);
    }

    /// <summary>Is the markup in these words?</summary>
    /// <param name="characters">Those of the words: most marks are ruled out by them.</param>
    public bool IsIn(string words, UInt128 characters)
    {
        for (var i = 0; i < Marks.Length; i++)
        {
            if ((_characters[i] & ~characters) == 0 && words.Contains(Marks[i], StringComparison.Ordinal))
                return Pattern.IsMatch(words);
        }
        return false;
    }

    /// <summary>The more special ones first: each piece of text is named once.</summary>
    public static IReadOnlyList<Dialect> All { get; } =
    [
        new(
            "template-tag",
            ["{%"],
            DialectPatterns.Liquid(),
            "This is a tag of another system's template; readers see it as it is.",
            "Remove it, or write in Markdown what it made."
        ),
        new(
            "template-tag",
            ["{{"],
            DialectPatterns.Shortcode(),
            "This is a shortcode of another system; readers see it as it is.",
            "Remove it, or write in Markdown what it made."
        ),
        new(
            "private-comment",
            ["{"],
            DialectPatterns.BracedComment(),
            "A comment of another system ('{/* … */}', '{# … #}', '{>> … <<}') is shown to readers here.",
            "Remove it, or write it as <!-- a comment -->."
        ),
        new(
            "private-comment",
            ["%%"],
            DialectPatterns.ObsidianComment(),
            "A comment between '%%' is shown to readers here.",
            "Remove it, or write it as <!-- a comment -->."
        ),
        new(
            "wiki-link",
            ["["],
            DialectPatterns.Contents(),
            "A mark for a table of contents is shown as it is.",
            "Remove it: long articles get a table of contents by themselves."
        ),
        new(
            "wiki-link",
            ["![["],
            DialectPatterns.Embed(),
            "An embedded file ('![[…]]') is not shown here; readers see the brackets.",
            "Write a picture as ![what it shows](file.png)."
        ),
        new(
            "wiki-link",
            ["[["],
            DialectPatterns.Wiki(),
            "A wiki link ('[[…]]') leads nowhere here; readers see the brackets.",
            "Write [words](other-article.md)."
        ),
        new(
            "wiki-link",
            ["toc", "Toc", "TOC"],
            DialectPatterns.ContentsInBraces(),
            "A mark for a table of contents is shown as it is.",
            "Remove it: long articles get a table of contents by themselves."
        ),
        new(
            "template-tag",
            ["["],
            DialectPatterns.BracketShortcode(),
            "This is a shortcode of WordPress; readers see it as it is.",
            "Remove it, or write in Markdown what it made."
        ),
        new(
            "template-tag",
            ["|"],
            DialectPatterns.MergeTag(),
            "This is a merge tag of another newsletter service; readers see it as it is.",
            "Remove it: all readers get the same words."
        ),
        new(
            "template-tag",
            [".. "],
            DialectPatterns.Directive(),
            "This is a directive of reStructuredText; readers see it as it is.",
            "Remove it, or write in Markdown what it made."
        ),
        new(
            "template-tag",
            ["{"],
            DialectPatterns.Expression(),
            "This is an expression of MDX; readers see it as it is.",
            "Remove it, or write out what it made."
        ),
        new(
            "callout",
            ["!!!", "???", "===", "8<"],
            DialectPatterns.Admonition(),
            "This kind of box, tab or included file is not read here; readers see its mark.",
            "Write a box as '> [!NOTE]' with lines that begin with '>', and remove the other marks."
        ),
        new(
            "callout",
            ["[!"],
            DialectPatterns.Callout(),
            "This kind of callout is not read here; readers see its mark.",
            "Write one of [!NOTE], [!TIP], [!IMPORTANT], [!WARNING] and [!CAUTION] alone on the first line."
        ),
        new(
            "attributes",
            ["{:"],
            DialectPatterns.Kramdown(),
            "Attributes in braces ('{: …}') mean nothing here; readers see them.",
            "Remove them. An id may stand behind a heading: ## Title {#id}."
        ),
        new(
            "attributes",
            ["{"],
            DialectPatterns.Pandoc(),
            "Attributes in braces ('{#…}', '{.…}', '{key=…}') are read behind a heading only; readers see these.",
            "Remove them."
        ),
        new(
            "container",
            [":::"],
            DialectPatterns.Container(),
            "A line of colons (':::') is no box here; readers see it.",
            "Write a box as '> [!NOTE]' with lines that begin with '>'."
        ),
        new(
            "script-line",
            ["port"],
            DialectPatterns.Mdx(),
            "This is a line of code of MDX; readers see it as text.",
            "Remove it."
        ),
        new(
            "hash-tags",
            ["#"],
            DialectPatterns.HashTags(),
            "Tags in the text are only words here.",
            "Write them in the front matter: tags: [health, sleep]."
        ),
        new(
            "dataview",
            ["::"],
            DialectPatterns.Dataview(),
            "A field of a notes program ('key:: value') is shown as it is.",
            "Remove it, or write it in the front matter."
        ),
        new(
            "block-id",
            ["^"],
            DialectPatterns.BlockId(),
            "An address of a notes program ('^id') is shown to readers.",
            "Remove it."
        ),
        new(
            "heading",
            ["##"],
            DialectPatterns.HeadingWithoutSpace(),
            "There is no space behind the '#', so that this is no heading; readers see the signs.",
            "Write '## Title'."
        ),
        new(
            "formula",
            ["$"],
            DialectPatterns.Formula(),
            "Formulas are not typeset here; readers see their signs.",
            "Write it in words, or as a picture with a description."
        ),
        new(
            "formula",
            ["\\"],
            DialectPatterns.Latex(),
            "A command of LaTeX is shown as it is.",
            "Write in Markdown what it made."
        ),
        new(
            "small-signs",
            ["^"],
            DialectPatterns.Raised(),
            "Raised text and notes between '^' are not read here; readers see the signs.",
            "Write x² with the character for it, and a note as [^1]."
        ),
        new(
            "small-signs",
            ["~"],
            DialectPatterns.Lowered(),
            "Lowered text ('H~2~O') is not read here; readers see the signs.",
            "Write H₂O with the character for it."
        ),
        new(
            "small-signs",
            ["++"],
            DialectPatterns.Inserted(),
            "Inserted text ('++words++') is not read here; readers see the signs.",
            "Remove the signs."
        ),
        new(
            "small-signs",
            [":"],
            DialectPatterns.Emoji(),
            "Short names of emoji (':smile:') are not read here; readers see them as they are.",
            "Write the emoji itself."
        ),
        new(
            "citation",
            ["[@", "[-@"],
            DialectPatterns.Citation(),
            "A citation ('[@key]') is shown as it is.",
            "Write it as a note [^1], or under 'references:' in the front matter."
        ),
        new(
            "broken-link",
            ["]("],
            DialectPatterns.Spaces(),
            "The address holds a space, so that this is neither a link nor a picture; readers see the brackets.",
            "Write %20 for each space, or put the address between < and >, or rename the file."
        ),
        new(
            "broken-link",
            ["]:"],
            DialectPatterns.Definition(),
            "The address behind the colon holds a space, so that it belongs to no link; readers see this line.",
            "Write %20 for each space, or put the address between < and >."
        ),
        new(
            "broken-link",
            [")[http", "] (http"],
            DialectPatterns.Reversed(),
            "This is no link: the words belong in square brackets, and the address in round ones right behind them.",
            "Write [words](https://…)."
        ),
        new(
            "broken-link",
            ["]["],
            DialectPatterns.Undefined(),
            "No line of this article says where this link or picture leads; readers see the brackets.",
            "Write the address right behind the words: [words](https://…)."
        ),
    ];
}
