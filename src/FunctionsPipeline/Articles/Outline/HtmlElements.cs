using System.Collections.Frozen;
using AngleSharp.Html.Parser;

namespace FunctionsPipeline.Articles.Outline;

/// <summary>What HTML's elements do to the words in them (HTML, section 15, "Rendering").</summary>
internal static class HtmlElements
{
    /// <summary>Browsers show none of their text, or something else in its place.</summary>
    public static readonly FrozenSet<string> Hidden = FrozenSet.Create(
        StringComparer.Ordinal,
        "script",
        "style",
        "template",
        "iframe",
        "svg",
        "head",
        "title",
        "object",
        "video",
        "audio",
        "canvas",
        "datalist",
        "noframes",
        "noembed",
        "rp"
    );

    /// <summary>They begin and end a line, or part cells of a row.</summary>
    public static readonly FrozenSet<string> Parting = FrozenSet.Create(
        StringComparer.Ordinal,
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "listing",
        "main",
        "menu",
        "nav",
        "ol",
        "optgroup",
        "option",
        "p",
        "plaintext",
        "pre",
        "search",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "td",
        "textarea",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "xmp"
    );

    /// <summary>
    /// Browsers show them apart from the words around them: the reading above a word, and boxes.
    /// </summary>
    public static readonly FrozenSet<string> Spaced = FrozenSet.Create(
        StringComparer.Ordinal,
        "rt",
        "button",
        "input",
        "meter",
        "progress"
    );

    /// <summary>They have no end tag.</summary>
    public static readonly FrozenSet<string> Void = FrozenSet.Create(
        StringComparer.Ordinal,
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr"
    );

    /// <summary>How the text after a start tag is read (HTML, section 13.2.6.4).</summary>
    public static HtmlParseMode ModeOf(string name) =>
        name switch
        {
            "script" => HtmlParseMode.Script,
            "style" or "xmp" or "iframe" or "noembed" or "noframes" => HtmlParseMode.Rawtext,
            "title" or "textarea" => HtmlParseMode.RCData,
            "plaintext" => HtmlParseMode.Plaintext,
            _ => HtmlParseMode.PCData,
        };
}
