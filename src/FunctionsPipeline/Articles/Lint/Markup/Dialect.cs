using System.Text.RegularExpressions;

namespace FunctionsPipeline.Articles.Lint.Markup;

/// <summary>Markup of other programs that is not read here, so that readers see it as it was typed.</summary>
/// <param name="Rule">Of the finding.</param>
/// <param name="Sign">A text without it has none of this: most texts are not matched against the pattern.</param>
internal sealed partial record Dialect(string Rule, char Sign, Regex Pattern, string Message, string Fix)
{
    /// <summary>The more special ones first: each piece of text is named once.</summary>
    public static IReadOnlyList<Dialect> All { get; } =
    [
        new(
            "template-tag",
            '{',
            Liquid(),
            "This is a tag of another system's template; readers see it as it is.",
            "Remove it, or write in Markdown what it made."
        ),
        new(
            "template-tag",
            '{',
            Shortcode(),
            "This is a shortcode of another system; readers see it as it is.",
            "Remove it, or write in Markdown what it made."
        ),
        new(
            "private-comment",
            '{',
            BracedComment(),
            "A comment of another system ('{/* … */}', '{# … #}', '{>> … <<}') is shown to readers here.",
            "Remove it, or write it as <!-- a comment -->."
        ),
        new(
            "private-comment",
            '%',
            ObsidianComment(),
            "A comment between '%%' is shown to readers here.",
            "Remove it, or write it as <!-- a comment -->."
        ),
        new(
            "wiki-link",
            '[',
            Contents(),
            "A mark for a table of contents is shown as it is.",
            "Remove it: long articles get a table of contents by themselves."
        ),
        new(
            "wiki-link",
            '[',
            Embed(),
            "An embedded file ('![[…]]') is not shown here; readers see the brackets.",
            "Write a picture as ![what it shows](file.png)."
        ),
        new(
            "wiki-link",
            '[',
            Wiki(),
            "A wiki link ('[[…]]') leads nowhere here; readers see the brackets.",
            "Write [words](other-article.md)."
        ),
        new(
            "wiki-link",
            'o',
            ContentsInBraces(),
            "A mark for a table of contents is shown as it is.",
            "Remove it: long articles get a table of contents by themselves."
        ),
        new(
            "template-tag",
            '[',
            BracketShortcode(),
            "This is a shortcode of WordPress; readers see it as it is.",
            "Remove it, or write in Markdown what it made."
        ),
        new(
            "template-tag",
            '|',
            MergeTag(),
            "This is a merge tag of another newsletter service; readers see it as it is.",
            "Remove it: all readers get the same words."
        ),
        new(
            "template-tag",
            '.',
            Directive(),
            "This is a directive of reStructuredText; readers see it as it is.",
            "Remove it, or write in Markdown what it made."
        ),
        new(
            "template-tag",
            '{',
            Expression(),
            "This is an expression of MDX; readers see it as it is.",
            "Remove it, or write out what it made."
        ),
        new(
            "callout",
            ' ',
            Admonition(),
            "This kind of box, tab or included file is not read here; readers see its mark.",
            "Write a box as '> [!NOTE]' with lines that begin with '>', and remove the other marks."
        ),
        new(
            "callout",
            '[',
            Callout(),
            "This kind of callout is not read here; readers see its mark.",
            "Write one of [!NOTE], [!TIP], [!IMPORTANT], [!WARNING] and [!CAUTION] alone on the first line."
        ),
        new(
            "attributes",
            '{',
            Kramdown(),
            "Attributes in braces ('{: …}') mean nothing here; readers see them.",
            "Remove them. An id may stand behind a heading: ## Title {#id}."
        ),
        new(
            "attributes",
            '{',
            Pandoc(),
            "Attributes in braces ('{#…}', '{.…}', '{key=…}') are read behind a heading only; readers see these.",
            "Remove them."
        ),
        new(
            "container",
            ':',
            Container(),
            "A line of colons (':::') is no box here; readers see it.",
            "Write a box as '> [!NOTE]' with lines that begin with '>'."
        ),
        new("script-line", ' ', Mdx(), "This is a line of code of MDX; readers see it as text.", "Remove it."),
        new(
            "hash-tags",
            '#',
            HashTags(),
            "Tags in the text are only words here.",
            "Write them in the front matter: tags: [health, sleep]."
        ),
        new(
            "dataview",
            ':',
            Dataview(),
            "A field of a notes program ('key:: value') is shown as it is.",
            "Remove it, or write it in the front matter."
        ),
        new("block-id", '^', BlockId(), "An address of a notes program ('^id') is shown to readers.", "Remove it."),
        new(
            "heading",
            '#',
            HeadingWithoutSpace(),
            "There is no space behind the '#', so that this is no heading; readers see the signs.",
            "Write '## Title'."
        ),
        new(
            "formula",
            '$',
            Formula(),
            "Formulas are not typeset here; readers see their signs.",
            "Write it in words, or as a picture with a description."
        ),
        new("formula", '\\', Latex(), "A command of LaTeX is shown as it is.", "Write in Markdown what it made."),
        new(
            "small-signs",
            '^',
            Raised(),
            "Raised text and notes between '^' are not read here; readers see the signs.",
            "Write x² with the character for it, and a note as [^1]."
        ),
        new(
            "small-signs",
            '~',
            Lowered(),
            "Lowered text ('H~2~O') is not read here; readers see the signs.",
            "Write H₂O with the character for it."
        ),
        new(
            "small-signs",
            '+',
            Inserted(),
            "Inserted text ('++words++') is not read here; readers see the signs.",
            "Remove the signs."
        ),
        new(
            "small-signs",
            ':',
            Emoji(),
            "Short names of emoji (':smile:') are not read here; readers see them as they are.",
            "Write the emoji itself."
        ),
        new(
            "citation",
            '@',
            Citation(),
            "A citation ('[@key]') is shown as it is.",
            "Write it as a note [^1], or under 'references:' in the front matter."
        ),
        new(
            "broken-link",
            '(',
            Spaces(),
            "The address holds a space, so that this is neither a link nor a picture; readers see the brackets.",
            "Write %20 for each space, or put the address between < and >, or rename the file."
        ),
        new(
            "broken-link",
            '[',
            Definition(),
            "The address behind the colon holds a space, so that it belongs to no link; readers see this line.",
            "Write %20 for each space, or put the address between < and >."
        ),
        new(
            "broken-link",
            '[',
            Reversed(),
            "This is no link: the words belong in square brackets, and the address in round ones right behind them.",
            "Write [words](https://…)."
        ),
        new(
            "broken-link",
            '[',
            Undefined(),
            "No line of this article says where this link or picture leads; readers see the brackets.",
            "Write the address right behind the words: [words](https://…)."
        ),
    ];

    [GeneratedRegex(@"\{%.*?%\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Liquid();

    [GeneratedRegex(@"\{\{.*?\}\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Shortcode();

    [GeneratedRegex(
        @"\{/\*.*?\*/\}|\{#[^{}]*#\}|\{>>.*?<<\}|\{(\+\+|\u2013|--|~~|==).*?(\+\+|\u2013|--|~~|==)\}",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex BracedComment();

    [GeneratedRegex("%%[^%]+%%", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ObsidianComment();

    [GeneratedRegex(
        @"^\s*\[\[?_?toc_?\]?\]\s*$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    private static partial Regex Contents();

    [GeneratedRegex(@"!\[\[[^\[\]]+\]\]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Embed();

    [GeneratedRegex(@"\[\[[^\[\]]+\]\]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Wiki();

    [GeneratedRegex(@"^\s*\[![A-Za-z][\w-]*\][+-]?", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Callout();

    [GeneratedRegex(@"\{::?[^}]*\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Kramdown();

    [GeneratedRegex(
        @"\{[#.][\w.#= \u0022'-]+\}|\{[A-Za-z][\w-]*=[^{}]*\}",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Pandoc();

    [GeneratedRegex(@"^\s*:{3,}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Container();

    [GeneratedRegex(
        @"^(import\s([^;]+\sfrom\s+)?['\u2018\u2019\u0022\u201C\u201D]|export\s+(default|const|function|let)\s)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Mdx();

    [GeneratedRegex(@"^\s*(#[\p{L}\p{N}_/-]+\s*)+$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex HashTags();

    [GeneratedRegex(
        @"(^|[\[(])[\p{L}][\p{L}\p{N} _-]{0,30}::\s",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Dataview();

    [GeneratedRegex(@"\s\^[A-Za-z0-9-]{4,}\s*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex BlockId();

    [GeneratedRegex(
        @"\[[^\[\]]*\]\([^()<>{}\u0022\s]+\s[^<>{}]*\)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Spaces();

    [GeneratedRegex(
        @"^\s*(@\[toc\]|\$\{toc\}|\{\{?toc\}\}?)\s*$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    private static partial Regex ContentsInBraces();

    // A closing mark, attributes, or one of WordPress' own without either.
    [GeneratedRegex(
        @"\[/[a-z][a-z0-9_-]*\]|\[[a-z][a-z0-9_-]*(\s+[a-z_-]+=[\u0022\u201C\u201D'\u2018\u2019][^\]]*)+/?\]|\[(gallery|caption|audio|video|playlist|embed)\]",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex BracketShortcode();

    [GeneratedRegex(@"(^|\s)\|[A-Z][A-Z0-9_:]+\|(\W|$)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex MergeTag();

    [GeneratedRegex(@"^\.\. [A-Za-z][\w-]*::", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Directive();

    [GeneratedRegex(@"\{(props|frontmatter)\.[\w.]+\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Expression();

    // Quotes and hyphens as smart punctuation shows them.
    [GeneratedRegex(
        @"^(!!!|\?\?\?\+?)\s+[\w\u0022\u201C]|^===[!+]?\s+[\u0022\u201C]|^(--|\u2013)8<(--|\u2013)\s|^!!!include",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Admonition();

    [GeneratedRegex(@"^#{2,6}[\p{L}\p{N}]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex HeadingWithoutSpace();

    // A price has a digit behind its sign, and a variable no second sign right behind it.
    [GeneratedRegex(
        @"\$\$|\$[^$\s\d][^$]*[\\^_=]([^$]*[^$\s])?\$(\W|$)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Formula();

    [GeneratedRegex(
        @"\\(begin|end|cite|ref|label|textbf|textit|emph)\{",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Latex();

    [GeneratedRegex(@"\^\[[^\]]+\]|\w\^\w{1,8}\^", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Raised();

    [GeneratedRegex(@"\w~\w{1,8}~", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Lowered();

    [GeneratedRegex(@"(^|\s)\+\+\w[^+]*\+\+", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Inserted();

    [GeneratedRegex(@"(^|\s):[a-z][a-z0-9_+-]+:(\s|$)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Emoji();

    [GeneratedRegex(@"\[-?@[\w:.-]+[^\]]*\]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Citation();

    [GeneratedRegex(@"^\[[^\[\]]+\]:\s+\S+\s+\S", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Definition();

    [GeneratedRegex(@"\([^()]+\)\[https?:|\] \(https?:", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Reversed();

    [GeneratedRegex(@"\[[^\[\]]+\]\[[^\[\]]+\]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Undefined();
}
