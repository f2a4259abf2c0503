using Markdig.Extensions.AutoLinks;
using Markdig.Helpers;
using Markdig.Parsers;

namespace FunctionsPipeline.Articles.Markdown.Budget;

/// <summary>Markdig's bare addresses: for each that may be one, it looks back over the paragraph.</summary>
internal sealed class CountedAddresses(AutoLinkOptions options) : AutoLinkParser(options)
{
    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        if (BeginsAddress(slice) && processor.Context is ParseBudget parse)
            parse.Inline(processor, slice);
        return base.Match(processor, ref slice);
    }

    private static bool BeginsAddress(in StringSlice at) =>
        (at.CurrentChar, at.PeekChar()) switch
        {
            ('h', 't' or 'T') => at.AsSpan().StartsWith("http", StringComparison.OrdinalIgnoreCase),
            ('f', 't' or 'T') => at.AsSpan().StartsWith("ftp:", StringComparison.OrdinalIgnoreCase),
            ('m', 'a' or 'A') => at.AsSpan().StartsWith("mailto:", StringComparison.OrdinalIgnoreCase),
            ('w', 'w' or 'W') => at.AsSpan().StartsWith("www.", StringComparison.OrdinalIgnoreCase),
            _ => false,
        };
}
