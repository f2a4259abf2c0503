using System.Text.RegularExpressions;

namespace FunctionsPipeline.Articles.Lint.Markup;

/// <summary>Markup of other programs that is not read here, so that readers see it as it was typed.</summary>
/// <param name="Rule">Of the finding.</param>
internal sealed partial record Dialect(string Rule, Regex Pattern, string Message, string Fix)
{
    /// <summary>The more special ones first: each piece of text is named once.</summary>
    public static IReadOnlyList<Dialect> All { get; } =
    [
        new(
            "template-tag",
            Liquid(),
            "This is a tag of another system's template; readers see it as it is.",
            "Remove it, or write in Markdown what it made."
        ),
        new(
            "template-tag",
            Shortcode(),
            "This is a shortcode of another system; readers see it as it is.",
            "Remove it, or write in Markdown what it made."
        ),
        new(
            "private-comment",
            ObsidianComment(),
            "A comment between '%%' is shown to readers here.",
            "Remove it, or write it as <!-- a comment -->."
        ),
        new(
            "wiki-link",
            Contents(),
            "A mark for a table of contents is shown as it is.",
            "Remove it: long articles get a table of contents by themselves."
        ),
        new(
            "wiki-link",
            Embed(),
            "An embedded file ('![[…]]') is not shown here; readers see the brackets.",
            "Write a picture as ![what it shows](file.png)."
        ),
        new(
            "wiki-link",
            Wiki(),
            "A wiki link ('[[…]]') leads nowhere here; readers see the brackets.",
            "Write [words](other-article.md)."
        ),
        new(
            "callout",
            Callout(),
            "This kind of callout is not read here; readers see its mark.",
            "Write one of [!NOTE], [!TIP], [!IMPORTANT], [!WARNING] and [!CAUTION] alone on the first line."
        ),
        new(
            "attributes",
            Kramdown(),
            "Attributes in braces ('{: …}') mean nothing here; readers see them.",
            "Remove them. An id may stand behind a heading: ## Title {#id}."
        ),
        new(
            "attributes",
            Pandoc(),
            "Attributes in braces ('{#…}', '{.…}') are read behind a heading only; readers see these.",
            "Remove them."
        ),
        new(
            "container",
            Container(),
            "A line of colons (':::') is no box here; readers see it.",
            "Write a box as '> [!NOTE]' with lines that begin with '>'."
        ),
        new("script-line", Mdx(), "This is a line of code of MDX; readers see it as text.", "Remove it."),
        new(
            "hash-tags",
            HashTags(),
            "Tags in the text are only words here.",
            "Write them in the front matter: tags: [health, sleep]."
        ),
        new(
            "dataview",
            Dataview(),
            "A field of a notes program ('key:: value') is shown as it is.",
            "Remove it, or write it in the front matter."
        ),
        new("block-id", BlockId(), "An address of a notes program ('^id') is shown to readers.", "Remove it."),
        new(
            "broken-link",
            Spaces(),
            "The address holds a space, so that this is neither a link nor a picture; readers see the brackets.",
            "Write %20 for each space, or put the address between < and >, or rename the file."
        ),
    ];

    [GeneratedRegex(@"\{%.*?%\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Liquid();

    [GeneratedRegex(@"\{\{.*?\}\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Shortcode();

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

    [GeneratedRegex(@"\{[#.][\w.#= \u0022'-]+\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Pandoc();

    [GeneratedRegex(@"^\s*:{3,}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Container();

    [GeneratedRegex(
        @"^(import\s[^;]+\sfrom\s+['\u2018\u2019\u0022\u201C\u201D]|export\s+(default|const|function|let)\s)",
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
        @"\[[^\[\]]*\]\([^()<>\u0022\s]+\s[^()<>]*\.[A-Za-z0-9]{2,5}\)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Spaces();
}
