using AngleSharp.Dom;
using FunctionsPipeline.Articles.FromHtml.Cards;

namespace FunctionsPipeline.Articles.FromHtml;

/// <summary>Writes blocks: paragraphs, headings, lists, quotes and what services make of them.</summary>
internal sealed class BlockRenderer(HtmlTree tree, IConversion conversion, Footnotes footnotes)
{
    /// <summary>Below this, blocks inside blocks are only paragraphs; articles may have a hundred levels in all.</summary>
    private const int MostDepth = 40;

    private static readonly ICards[] Services = [new GhostCards(), new SubstackCards(), new CommonCards()];

    private readonly InlineReader _inline = new(conversion, footnotes);
    private int _depth;

    public HtmlTree Tree => tree;

    public IConversion Conversion => conversion;

    /// <summary>What stands inside an element, as blocks with a blank line between them.</summary>
    public string Children(INode parent) => Blocks(parent.ChildNodes);

    public string Blocks(IEnumerable<INode> nodes)
    {
        if (_depth > MostDepth)
            return Inline(nodes);
        _depth++;
        var blocks = new List<string>();
        var run = new List<INode>();
        foreach (var node in nodes)
            Add(node, run, blocks);
        Flush(run, blocks);
        _depth--;
        return string.Join("\n\n", blocks);
    }

    /// <summary>A line of text: what is inside as one paragraph.</summary>
    public string Inline(IEnumerable<INode> nodes, bool isOneLine = false) => _inline.Read(nodes, isOneLine);

    public string Inline(INode parent, bool isOneLine = false) => Inline(parent.ChildNodes, isOneLine);

    /// <summary>The text of a note at the end of the article.</summary>
    public string Note(int label, IElement note)
    {
        var nodes = note.QuerySelector(".footnote-content") is { } content ? content.ChildNodes : note.ChildNodes;
        foreach (var back in note.QuerySelectorAll("a").Where(Footnotes.LeadsBack).ToList())
            back.Remove();
        var text = Blocks(nodes);
        return $"[^{label}]: {Indented(text.Length == 0 ? "…" : text, "    ")}";
    }

    /// <summary>All lines but the first go in, blank ones stay blank.</summary>
    public static string Indented(string text, string indent) =>
        text.Replace("\n", "\n" + indent, StringComparison.Ordinal)
            .Replace("\n" + indent + "\n", "\n\n", StringComparison.Ordinal)
            // Two blank lines in a row share the line end between them.
            .Replace("\n" + indent + "\n", "\n\n", StringComparison.Ordinal);

    private void Add(INode node, List<INode> run, List<string> blocks)
    {
        if (node is IText)
        {
            run.Add(node);
            return;
        }
        if (node is not IElement element || footnotes.IsNote(element))
            return;
        if (HtmlTree.IsHidden(element))
        {
            if (CommonCards.Gist(element, conversion) is { } gist)
                Next(gist, run, blocks);
            return;
        }
        if (Card(element) is { } card)
            Next(card, run, blocks);
        else if (HtmlTree.IsBlock(element))
            Next(Block(element), run, blocks);
        else if (tree.HoldsBlocks(element) && element.LocalName != "a" && footnotes.LabelOf(element) is null)
            Next(Children(element), run, blocks);
        else
            run.Add(element);
    }

    private void Next(string block, List<INode> run, List<string> blocks)
    {
        Flush(run, blocks);
        if (block.Length > 0)
            blocks.Add(block);
    }

    private void Flush(List<INode> run, List<string> blocks)
    {
        if (run.Count > 0 && Inline(run) is { Length: > 0 } paragraph)
            blocks.Add(paragraph);
        run.Clear();
    }

    private string? Card(IElement element)
    {
        foreach (var service in Services)
        {
            if (service.Render(element, this) is { } card)
                return card;
        }
        return null;
    }

    private string Block(IElement element)
    {
        if (footnotes.IsEmptied(element))
            return "";
        switch (element.LocalName)
        {
            case "h1" or "h2" or "h3" or "h4" or "h5" or "h6":
                return Heading(element);
            case "ul" or "ol" or "menu":
                return Lists.Write(element, this);
            case "dl":
                return Lists.Definitions(element, this);
            case "blockquote":
                return Quote(Children(element));
            case "pre":
                return CodeBlocks.Block(element);
            case "hr":
                return element.ClassName?.Contains("footnotes-sep", StringComparison.Ordinal) == true ? "" : "***";
            case "table":
                return Tables.Write(element, this);
            case "figure":
                return Figures.Write(element, this);
            case "details":
                return Details(element);
            case "form":
                conversion.NotCarried("A form was left out, with the words in it.", HtmlTree.LineOf(element));
                return "";
            case "iframe" or "video" or "audio" or "embed" or "object":
                return Embeds.Of(element, conversion);
            default:
                return Children(element);
        }
    }

    public static string Quote(string text) =>
        text.Length == 0
            ? ""
            : "> "
                + text.Replace("\n", "\n> ", StringComparison.Ordinal)
                    .Replace("\n> \n", "\n>\n", StringComparison.Ordinal);

    private string Heading(IElement element)
    {
        var level = Math.Min(6, element.LocalName[1] - '0' + tree.HeadingShift);
        var text = Inline(element, isOneLine: true);
        // Signs at the end would be taken for a closing mark.
        if (text.EndsWith('#') && text.TrimEnd('#') is var words && (words.Length == 0 || words[^1] == ' '))
            text = words + "\\" + text[words.Length..];
        return text.Length == 0 ? "" : new string('#', level) + " " + text;
    }

    private string Details(IElement element)
    {
        var summary = element.Children.FirstOrDefault(c => c.LocalName == "summary");
        var title = summary is null ? "" : Inline(summary, isOneLine: true);
        var content = Blocks(element.ChildNodes.Where(n => n != summary));
        conversion.NotCarried("A part that opens by a click stands open now.", HtmlTree.LineOf(element));
        return string.Join("\n\n", new[] { Strong(title), content }.Where(p => p.Length > 0));
    }

    /// <summary>A line as a title of its own, unless its words have marks already.</summary>
    public static string Strong(string line) =>
        line.Length == 0 || line.AsSpan().ContainsAny('*', '_') || char.IsWhiteSpace(line[0]) ? line : $"**{line}**";
}
