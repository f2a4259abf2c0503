using FunctionsPipeline.Articles.Digest;
using FunctionsPipeline.Articles.Outline;
using Markdig.Extensions.SmartyPants;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Articles.Constructs;

internal sealed class PlainLiteral : PlainRenderer<LiteralInline>
{
    protected override void Write(PlainTextBody body, LiteralInline literal) =>
        body.Inline.Write(literal.Content.AsSpan());
}

internal sealed class PlainEntity : PlainRenderer<HtmlEntityInline>
{
    protected override void Write(PlainTextBody body, HtmlEntityInline entity) =>
        body.Inline.Write(entity.Transcoded.AsSpan());
}

internal sealed class PlainLineBreak : PlainRenderer<LineBreakInline>
{
    protected override void Write(PlainTextBody body, LineBreakInline lineBreak) =>
        body.Inline.Write(lineBreak.IsHard ? '\n' : ' ');
}

internal sealed class PlainSmart : PlainRenderer<SmartyPant>
{
    protected override void Write(PlainTextBody body, SmartyPant smart) =>
        body.Inline.Write(QuoteMarks.English.Text(smart));
}
