using System.Text.RegularExpressions;

namespace FunctionsPipeline.Articles.Lint.Markup;

/// <summary>What other dialects' markup looks like in the words of an article. None backtracks: the words are hostile.</summary>
internal static partial class DialectPatterns
{
    [GeneratedRegex(@"\{%.*?%\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    public static partial Regex Liquid();

    [GeneratedRegex(@"\{\{.*?\}\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    public static partial Regex Shortcode();

    [GeneratedRegex(
        @"\{/\*.*?\*/\}|\{#[^{}]*#\}|\{>>.*?<<\}|\{(\+\+|\u2013|--|~~|==).*?(\+\+|\u2013|--|~~|==)\}",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    public static partial Regex BracedComment();

    [GeneratedRegex("%%[^%]+%%", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    public static partial Regex ObsidianComment();

    [GeneratedRegex(
        @"^\s*\[\[?_?toc_?\]?\]\s*$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    public static partial Regex Contents();

    [GeneratedRegex(@"!\[\[[^\[\]]+\]\]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    public static partial Regex Embed();

    [GeneratedRegex(@"\[\[[^\[\]]+\]\]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    public static partial Regex Wiki();

    [GeneratedRegex(@"^\s*\[![A-Za-z][\w-]*\][+-]?", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    public static partial Regex Callout();

    [GeneratedRegex(@"\{::?[^}]*\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    public static partial Regex Kramdown();

    [GeneratedRegex(
        @"\{[#.][\w.#= \u0022'-]+\}|\{[A-Za-z][\w-]*=[^{}]*\}",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    public static partial Regex Pandoc();

    [GeneratedRegex(@"^\s*:{3,}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    public static partial Regex Container();

    [GeneratedRegex(
        @"^(import\s([^;]+\sfrom\s+)?['\u2018\u2019\u0022\u201C\u201D]|export\s+(default|const|function|let)\s)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    public static partial Regex Mdx();

    [GeneratedRegex(@"^\s*(#[\p{L}\p{N}_/-]+\s*)+$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    public static partial Regex HashTags();

    [GeneratedRegex(
        @"(^|[\[(])[\p{L}][\p{L}\p{N} _-]{0,30}::\s",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    public static partial Regex Dataview();

    [GeneratedRegex(@"\s\^[A-Za-z0-9-]{4,}\s*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    public static partial Regex BlockId();

    [GeneratedRegex(
        @"\[[^\[\]]*\]\([^()<>{}\u0022\s]+\s[^<>{}]*\)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    public static partial Regex Spaces();

    [GeneratedRegex(
        @"^\s*(@\[toc\]|\$\{toc\}|\{\{?toc\}\}?)\s*$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    public static partial Regex ContentsInBraces();

    // A closing mark, attributes, or one of WordPress' own without either.
    [GeneratedRegex(
        @"\[/[a-z][a-z0-9_-]*\]|\[[a-z][a-z0-9_-]*(\s+[a-z_-]+=[\u0022\u201C\u201D'\u2018\u2019][^\]]*)+/?\]|\[(gallery|caption|audio|video|playlist|embed)\]",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    public static partial Regex BracketShortcode();

    [GeneratedRegex(@"(^|\s)\|[A-Z][A-Z0-9_:]+\|(\W|$)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    public static partial Regex MergeTag();

    [GeneratedRegex(@"^\.\. [A-Za-z][\w-]*::", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    public static partial Regex Directive();

    [GeneratedRegex(@"\{(props|frontmatter)\.[\w.]+\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    public static partial Regex Expression();

    // Quotes and hyphens as smart punctuation shows them.
    [GeneratedRegex(
        @"^(!!!|\?\?\?\+?)\s+[\w\u0022\u201C]|^===[!+]?\s+[\u0022\u201C]|^(--|\u2013)8<(--|\u2013)\s|^!!!include",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    public static partial Regex Admonition();

    [GeneratedRegex(@"^#{2,6}[\p{L}\p{N}]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    public static partial Regex HeadingWithoutSpace();

    // A price has a digit behind its sign, and a variable no second sign right behind it.
    [GeneratedRegex(
        @"\$\$|\$[^$\s\d][^$]*[\\^_=]([^$]*[^$\s])?\$(\W|$)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    public static partial Regex Formula();

    [GeneratedRegex(
        @"\\(begin|end|cite|ref|label|textbf|textit|emph)\{",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    public static partial Regex Latex();

    [GeneratedRegex(@"\^\[[^\]]+\]|\w\^\w{1,8}\^", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    public static partial Regex Raised();

    [GeneratedRegex(@"\w~\w{1,8}~", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    public static partial Regex Lowered();

    [GeneratedRegex(@"(^|\s)\+\+\w[^+]*\+\+", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    public static partial Regex Inserted();

    [GeneratedRegex(@"(^|\s):[a-z][a-z0-9_+-]+:(\s|$)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    public static partial Regex Emoji();

    [GeneratedRegex(@"\[-?@[\w:.-]+[^\]]*\]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    public static partial Regex Citation();

    [GeneratedRegex(@"^\[[^\[\]]+\]:\s+\S+\s+\S", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    public static partial Regex Definition();

    [GeneratedRegex(@"\([^()]+\)\[https?:|\] \(https?:", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    public static partial Regex Reversed();

    [GeneratedRegex(@"\[[^\[\]]+\]\[[^\[\]]+\]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    public static partial Regex Undefined();
}
