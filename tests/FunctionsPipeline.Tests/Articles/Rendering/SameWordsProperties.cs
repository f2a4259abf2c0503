using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using FsCheck;
using FsCheck.Fluent;
using FunctionsPipeline.Articles.Digest;
using FunctionsPipeline.Articles.Markdown;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Tests.Articles.Reading;
using Markdig;

namespace FunctionsPipeline.Tests.Articles.Rendering;

/// <summary>
/// For any article, the words of the page, of the mail and of its text part are the same, and those that Markdig and a
/// browser's parser would show: none lost, none glued to another, none torn apart.
/// </summary>
public sealed partial class SameWordsProperties
{
    private static readonly MarkdownPipeline Plain = ArticleMarkdown.Extensions(new MarkdownPipelineBuilder()).Build();
    private static readonly StringTable Strings = StringTable.Load("articles", "en");

    private static readonly HashSet<string> Unseen = new(StringComparer.OrdinalIgnoreCase)
    {
        "script",
        "style",
        "template",
        "svg",
        "iframe",
        "video",
        "object",
    };

    private static readonly HashSet<string> Blocks = new(StringComparer.OrdinalIgnoreCase)
    {
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "td",
        "th",
        "tr",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "br",
        "hr",
        "dt",
        "dd",
        "dl",
        "details",
        "summary",
        "figure",
        "figcaption",
        "section",
        "aside",
    };

    /// <summary>Pieces of a line. Words are numbered by their place, so that a lost one is missed.</summary>
    private static readonly Gen<string> Inline = Gen.Elements(
        "one",
        "two ",
        " three",
        "four, ",
        "na\u00EFve ",
        "\u91DD\u7078",
        "\u0939\u093F\u0928\u094D\u0926\u0940 ",
        "*five*",
        "**six** ",
        "`seven` ",
        "~~eight~~ ",
        "==nine== ",
        "&amp;",
        "&eacute;t ",
        "&#65;b ",
        "\\*ten ",
        "<b>bold</b>",
        "<span class=\"x\">span</span> ",
        "H<sub>2</sub>O ",
        "<br>",
        "<!-- private -->",
        "<script>var hidden = 1;</script>",
        "<style>.hidden{}</style>",
        "<span hidden>hidden</span>",
        " < 3 ",
        "a > b ",
        "<https://example.org/x> ",
        "<em title=\"a > b\">em</em> ",
        "don't ",
        "--",
        "...",
        "5 * 3 ",
        "_six_seven_ ",
        " \n",
        "<i>",
        "</i>",
        "{x} ",
        "[y] ",
        "(z) "
    );

    private static readonly Gen<string> Line = Inline
        .NonEmptyListOf()
        .Select(p => string.Concat(p).Replace("\n", "\nw", StringComparison.Ordinal));

    private static readonly Gen<string> Block = Gen.OneOf(
        Line.Select(l => "w " + l),
        Line.Select(l => "## w " + l.Replace('\n', ' ')),
        Line.Select(l => "- w " + l.Replace("\n", "\n  ", StringComparison.Ordinal)),
        Line.Select(l => "1. w " + l.Replace("\n", "\n   ", StringComparison.Ordinal)),
        Line.Select(l => "> w " + l.Replace("\n", "\n> ", StringComparison.Ordinal)),
        Line.Select(l => "| w | x |\n|---|---|\n| w " + l.Replace('\n', ' ').Replace('|', ' ') + " | y |"),
        Line.Select(l => "<div>w " + l + "</div>"),
        Line.Select(l => "<p>w " + l + "</p>"),
        Line.Select(l => "<table><tr><td>w</td><td>" + l + "</td></tr></table>"),
        Line.Select(l => "<details><summary>w</summary>" + l + "</details>"),
        Gen.Constant("<style>\n.hidden{}\n\nhidden\n</style>"),
        Gen.Constant("<script>\nhidden();\n\nhidden\n</script>"),
        Gen.Constant("<!-- hidden\n\nhidden -->"),
        Gen.Constant("<template>\n\nhidden\n\n</template>"),
        Gen.Constant("```\ncode <b>in</b> it\n```"),
        Gen.Constant("    code & more"),
        Gen.Constant("term\n:   what it means"),
        Gen.Constant("---")
    );

    [Fact]
    public void Page_mail_and_text_have_the_words_that_a_browser_would_show() =>
        Prop.ForAll(
                Block.NonEmptyListOf().Select(b => string.Join("\n\n", b)).ToArbitrary(),
                markdown =>
                {
                    var expected = WordsOf(Markdown.ToHtml(markdown, Plain));
                    var read = ReadArticle.From("---\ntitle: A title\nsummary: s\n---\n\n" + markdown);
                    if (read.Errors.Any())
                        return true.Label(string.Join("; ", read.Errors.Select(e => e.Message)));
                    using var mail = TextBuffer.Rent();
                    MailBody.Render(read.Article, null, "#000000", Strings, mail);
                    using var text = TextBuffer.Rent();
                    PlainTextBody.Render(read.Article.Document, Strings, text);
                    return Same(expected, WordsOf(read.Content), "page", markdown)
                        .And(Same(expected, WordsOf(mail.ToString()), "mail", markdown))
                        .And(Same(expected, Words(text.ToString()), "text", markdown));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    private static Property Same(string expected, string actual, string form, string markdown) =>
        (expected == actual).Label($"{form} of:\n{markdown}\nexpected: {expected}\nactual:   {actual}");

    private static string WordsOf(string html)
    {
        var text = new System.Text.StringBuilder();
        Walk(new HtmlParser().ParseDocument("<body>" + html).Body!, text);
        return Words(text.ToString());
    }

    private static void Walk(INode node, System.Text.StringBuilder text)
    {
        foreach (var child in node.ChildNodes)
        {
            if (child is IText words)
            {
                text.Append(words.Data);
            }
            else if (
                child is IElement element
                && !Unseen.Contains(element.LocalName)
                && !element.HasAttribute("hidden")
            )
            {
                var parts = Blocks.Contains(element.LocalName);
                text.Append(parts ? "\n" : "");
                Walk(element, text);
                text.Append(parts ? "\n" : "");
            }
        }
    }

    private static string Words(string text) =>
        string.Join(' ', Word().Matches(text.ToLowerInvariant()).Select(m => m.Value).Order(StringComparer.Ordinal));

    // Digits alone are left out: lists and notes have numbers of their own in some forms.
    [GeneratedRegex(@"[\p{L}\p{M}\p{N}]*[\p{L}\p{M}][\p{L}\p{M}\p{N}]*")]
    private static partial Regex Word();
}
