using System.Buffers;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;
using Markdig.Syntax;

namespace FunctionsPipeline.Articles.Outline;

/// <summary>
/// The words that a browser would show of raw HTML. No sanitizer: what it returns is text and is escaped as text.
/// </summary>
/// <remarks>
/// The tokens are AngleSharp's, by the rules of HTML (section 13.2.5), where a '&lt;' before a space begins no tag. No
/// tree is built: a node for each tag of a hostile file would take far more memory than its text.
/// </remarks>
internal static class HtmlText
{
    /// <summary>The first tag's name in small letters; empty for a comment and for what is no tag.</summary>
    public static string TagOf(ReadOnlySpan<char> html)
    {
        if (html.Length < 2 || html[0] != '<')
            return "";
        var start = html[1] == '/' ? 2 : 1;
        var end = start;
        while (end < html.Length && (char.IsAsciiLetterOrDigit(html[end]) || (html[end] == '-' && end > start)))
            end++;
        return html[start..end].ToString().ToLowerInvariant();
    }

    /// <summary>A block that is nothing but a comment stands between blocks as if it were not there.</summary>
    public static bool IsComment(Block block) => block is HtmlBlock { Type: HtmlBlockType.Comment };

    /// <summary>Does this start tag begin an element that browsers show nothing of?</summary>
    public static bool Hides(string tag)
    {
        if (tag.StartsWith("</", StringComparison.Ordinal))
            return false;
        var name = TagOf(tag);
        return name.Length > 0
            && (
                HtmlElements.Hidden.Contains(name)
                || (
                    (
                        tag.Contains("hidden", StringComparison.OrdinalIgnoreCase)
                        || tag.Contains("display", StringComparison.OrdinalIgnoreCase)
                    )
                    && Tokens(tag).Get() is HtmlTagToken token
                    && Hides(token)
                )
            );
    }

    /// <summary>Reads a piece of HTML.</summary>
    /// <param name="hiddenBy">The element around it that hides it until it ends; null for none.</param>
    public static HtmlWords Read(string html, string? hiddenBy = null)
    {
        var tokenizer = Tokens(html);
        var words = new HtmlWords.Builder();
        // The elements that hide what is in them, innermost last, and how often each was opened again inside itself.
        var (hidden, nested) = (hiddenBy, 0);
        while (tokenizer.Get() is { Type: not HtmlTokenType.EndOfFile } token)
        {
            switch (token)
            {
                case HtmlTagToken { Type: HtmlTokenType.StartTag } tag:
                    tokenizer.State = HtmlElements.ModeOf(tag.Name);
                    if (
                        hidden is null
                        && !HtmlElements.Void.Contains(tag.Name)
                        && Hides(tag)
                        && !(tag.IsSelfClosing && tag.Name == "svg")
                    )
                        hidden = tag.Name;
                    else if (hidden == tag.Name)
                        nested++;
                    if (HtmlElements.Parting.Contains(tag.Name))
                        words.Part();
                    else if (HtmlElements.Spaced.Contains(tag.Name))
                        words.Add(" ");
                    break;
                case HtmlTagToken { Type: HtmlTokenType.EndTag } tag:
                    if (hidden == tag.Name && nested-- == 0)
                        (hidden, nested) = (null, 0);
                    if (HtmlElements.Parting.Contains(tag.Name))
                        words.Part();
                    else if (HtmlElements.Spaced.Contains(tag.Name))
                        words.Add(" ");
                    break;
                case { Type: HtmlTokenType.Character } when hidden is null:
                    words.Add(token.Data);
                    break;
            }
        }
        return words.Build(hidden);
    }

    private static bool Hides(HtmlTagToken tag) =>
        HtmlElements.Hidden.Contains(tag.Name)
        || tag.Attributes.Exists(a =>
            a.Name == "hidden" && !a.Value.Equals("until-found", StringComparison.OrdinalIgnoreCase)
        )
        || tag.Attributes.Exists(a => a.Name == "style" && IsNotDisplayed(a.Value))
        || (tag.Name == "dialog" && !tag.Attributes.Exists(a => a.Name == "open"));

    private static readonly SearchValues<string> NotDisplayed = SearchValues.Create(
        ["display:none", "visibility:hidden"],
        StringComparison.OrdinalIgnoreCase
    );

    private static bool IsNotDisplayed(string style) =>
        string.Concat(style.Where(c => !char.IsWhiteSpace(c))).AsSpan().ContainsAny(NotDisplayed);

    private static HtmlTokenizer Tokens(string html) =>
        new(new TextSource(html), HtmlEntityProvider.Resolver)
        {
            DisableElementPositionTracking = true,
            SkipComments = true,
            // Each attribute is compared with all before it: only those that are asked for are kept.
            ShouldEmitAttribute = static (ref _, name) => name.Span is "hidden" or "style" or "open",
        };
}
