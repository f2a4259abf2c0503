using FunctionsPipeline.Articles.Digest;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Articles.Constructs.Links;

/// <summary>The address behind the words that link, unless they are the address.</summary>
internal sealed class PlainLink : PlainRenderer<LinkInline>
{
    protected override void Write(PlainTextBody body, LinkInline link)
    {
        if (link.IsImage)
        {
            body.Inline.Write('[');
            body.WriteChildren(link);
            body.Inline.Write(']');
            return;
        }
        var start = body.Inline.Length;
        body.WriteChildren(link);
        if (SafeUrl.Written(link.Url) is not { Length: > 0 } url || url[0] == '#')
            return;
        var shown =
            url.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)
            || url.StartsWith("tel:", StringComparison.OrdinalIgnoreCase)
                ? url[(url.IndexOf(':', StringComparison.Ordinal) + 1)..]
                : url;
        if (!body.Inline.Written[start..].SequenceEqual(shown))
        {
            body.Inline.Write(" (");
            body.Inline.Write(shown);
            body.Inline.Write(')');
        }
    }
}

internal sealed class PlainAutolink : PlainRenderer<AutolinkInline>
{
    protected override void Write(PlainTextBody body, AutolinkInline auto) => body.Inline.Write(auto.Url);
}
