using FunctionsPipeline.Input;
using Markdig;
using Markdig.Extensions.Footnotes;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Articles.Markdown.Budget;

/// <summary>
/// What one parse may still take. Markdig hands it to every parser as the parse's context, since parsers themselves serve
/// all parses at once.
/// </summary>
/// <remarks>
/// The weights were measured: a block with its text takes about four times the memory of an inline; some of Markdig's
/// parsers look back over what they found in the same paragraph, so that work grows with the square of it.
/// </remarks>
internal sealed class ParseBudget(InputBudget budget) : MarkdownParserContext
{
    public const int BlockNodes = 4;

    /// <summary>The outline, the table of contents and the page keep a heading's text and address once more.</summary>
    private const int HeadingNodes = 8;

    /// <summary>A link keeps its address, and the outline its place.</summary>
    private const int LinkNodes = 2;

    /// <summary>A cell is a block that holds a paragraph.</summary>
    private const int CellNodes = 2 * BlockNodes;

    /// <summary>Inlines of a paragraph between two looks at how many are open.</summary>
    private const int DepthInterval = 64;

    private readonly Stack<int> _brackets = new();
    private LeafBlock? _leaf;
    private int _inLeaf;
    private int _footnotes;

    public InputBudget Budget { get; } = budget;

    /// <summary>Is the check between blocks and inlines in place?</summary>
    public bool IsWatchingInlines { get; set; }

    /// <summary>
    /// What each use of a link definition takes beside its inline: Markdig copies an address with escapes each time.
    /// </summary>
    public int NodesPerReference { get; set; }

    public void Block(Block block, int line)
    {
        Budget.TakeNodes(block is HeadingBlock ? HeadingNodes : BlockNodes, line + 1);
        // Those that nothing refers to are taken out of their list one by one.
        if (block is Footnote)
            Budget.TakeSteps(++_footnotes / 64, line + 1);
    }

    public void Cells(long count, int line) => Budget.TakeNodes(count * CellNodes, line + 1);

    /// <summary>A character that may begin an inline.</summary>
    public void Inline(InlineProcessor processor, in StringSlice at)
    {
        var line = processor.Block!.Line + 1;
        if (!ReferenceEquals(processor.Block, _leaf))
        {
            (_leaf, _inLeaf) = (processor.Block, 0);
            _brackets.Clear();
        }
        var (steps, nodes) = (0, 1);
        // Markdig walks down through all that is still open to each new inline.
        if (_inLeaf % DepthInterval == DepthInterval - 1)
            steps += OpenIn(processor.Root) * DepthInterval / 8;
        switch (at.CurrentChar)
        {
            // For a bare address, Markdig looks back over all that the paragraph holds so far.
            case 'h' or 'f' or 'm' or 'w':
                steps += _inLeaf / 8;
                break;
            // Each that closes looks back for one that opens.
            case '*' or '_' or '~' or '=':
                steps += _inLeaf / 32;
                break;
            case '[' or '!' when at.CurrentChar == '[' || at.PeekChar() == '[':
                _brackets.Push(_inLeaf);
                break;
            case ']':
                nodes = LinkNodes + NodesPerReference;
                // A pair that is no link hands all that it holds up to the next.
                if (_brackets.TryPop(out var opened))
                    steps += (_inLeaf - opened) / 8;
                if (at.PeekChar() == '(')
                    steps += LinkLength(at.AsSpan()[2..]) / 32;
                break;
        }
        _inLeaf++;
        Budget.TakeNodes(nodes, line);
        Budget.TakeSteps(steps, line);
    }

    /// <summary>How many brackets and delimiters are open, each inside the one before.</summary>
    private static int OpenIn(ContainerInline? root)
    {
        var open = 0;
        for (var at = root; at?.LastChild is ContainerInline { IsClosed: false } next; at = next)
            open++;
        return open;
    }

    /// <summary>
    /// How far Markdig looks for the end of a link's address and title: one that never ends is looked for up to the end of
    /// the paragraph, and again from the next link on.
    /// </summary>
    private static int LinkLength(ReadOnlySpan<char> text)
    {
        var address = text.IndexOfAny(' ', '\n', '\t');
        if (address < 0)
            return text.Length;
        var rest = text[address..].TrimStart();
        var close = rest is ['"' or '\'' or '(', ..] ? (rest[0] == '(' ? ')' : rest[0]) : '\0';
        if (close == '\0')
            return address;
        var title = rest[1..].IndexOf(close);
        return address + (title < 0 ? rest.Length : title);
    }
}
