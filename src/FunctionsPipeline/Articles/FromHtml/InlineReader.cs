using AngleSharp.Dom;

namespace FunctionsPipeline.Articles.FromHtml;

/// <summary>Reads what stands inside a line: words, emphasis, links, pictures, code.</summary>
internal sealed class InlineReader(IConversion conversion, Footnotes footnotes)
{
    /// <summary>Below this, elements inside elements are only words.</summary>
    private const int MostDepth = 60;

    private int _pairs;

    /// <summary>The nodes as one paragraph of Markdown; empty if they say nothing.</summary>
    public string Read(IEnumerable<INode> nodes, bool isOneLine = false) =>
        InlineText.Write(Pieces(nodes), isOneLine, inLink: false);

    private List<Piece> Pieces(IEnumerable<INode> nodes, bool inLink = false)
    {
        var pieces = new List<Piece>();
        var line = new Line(pieces, [], inLink, 0);
        foreach (var node in nodes)
            Add(node, line);
        return pieces;
    }

    private void Add(INode node, Line line)
    {
        switch (node)
        {
            case IText text:
                AddWords(text.Data, line);
                break;
            case IElement element when HtmlTree.IsHidden(element) || footnotes.IsNote(element):
                break;
            case IElement element when line.Depth > MostDepth:
                AddWords(HtmlTree.TextOf(element), line);
                break;
            case IElement element:
                Add(element, line with { Depth = line.Depth + 1 });
                break;
        }
    }

    private void Add(IElement element, Line line)
    {
        if (footnotes.LabelOf(element) is { } label)
        {
            line.Pieces.Add(Piece.Atom($"[^{label}]"));
            return;
        }
        switch (element.LocalName)
        {
            case "br":
                line.Pieces.Add(Piece.Break);
                break;
            case "img":
                AddPicture(element, line);
                break;
            case "a":
                AddLink(element, line);
                break;
            case "code" or "kbd" or "samp" or "tt":
                AddCode(element, line);
                break;
            case "sup" or "sub" when footnotes.HoldsReference(element):
                AddChildren(element, line);
                break;
            case "sup" or "sub":
                AddSmall(element, line);
                break;
            case "q":
                line.Pieces.Add(Piece.Word("\u201C"));
                AddChildren(element, line);
                line.Pieces.Add(Piece.Word("\u201D"));
                break;
            case "input" or "select" or "textarea":
                conversion.NotCarried("A field of a form was left out.", HtmlTree.LineOf(element));
                break;
            case "svg" or "canvas":
                conversion.NotCarried("A drawing inside the text was left out.", HtmlTree.LineOf(element));
                break;
            case "iframe" or "embed" or "object" or "video" or "audio":
                line.Pieces.Add(Piece.Space);
                if (Embeds.Of(element, conversion) is { Length: > 0 } embed)
                    line.Pieces.Add(Piece.Atom(line.InLink ? "" : embed));
                line.Pieces.Add(Piece.Space);
                break;
            default:
                AddStyled(element, line);
                break;
        }
    }

    private void AddStyled(IElement element, Line line)
    {
        var marks = InlineStyle.MarksOf(element).Where(m => !line.Active.Contains(m)).ToList();
        var isBlock = HtmlTree.IsBlock(element);
        if (isBlock)
            line.Pieces.Add(Piece.Space);
        var opened = new Stack<Piece>();
        foreach (var mark in marks)
        {
            var pair = ++_pairs;
            line.Pieces.Add(new Piece(PieceKind.Open, "", mark, pair));
            opened.Push(new Piece(PieceKind.Close, "", mark, pair));
        }
        AddChildren(element, line with { Active = [.. line.Active, .. marks] });
        line.Pieces.AddRange(opened);
        if (isBlock)
            line.Pieces.Add(Piece.Space);
    }

    private void AddChildren(IElement element, Line line)
    {
        foreach (var child in element.ChildNodes)
            Add(child, line);
    }

    private static void AddWords(string text, Line line)
    {
        var pieces = line.Pieces;
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOfAny(" \t\n\r\f");
            if (end != 0)
                AddWord(Clean(end < 0 ? rest : rest[..end]), line);
            if (end < 0)
                return;
            pieces.Add(Piece.Space);
            rest = rest[end..].TrimStart(" \t\n\r\f");
        }
    }

    /// <summary>A web address in the words is written as one.</summary>
    private static void AddWord(string word, Line line)
    {
        var (start, length) = line.InLink ? default : MarkdownEscape.FindWebAddress(word);
        if (length == 0)
        {
            if (word.Length > 0)
                line.Pieces.Add(Piece.Word(word));
            return;
        }
        AddWord(word[..start], line);
        line.Pieces.Add(Piece.Atom($"<{word.Substring(start, length)}>"));
        AddWord(word[(start + length)..], line);
    }

    /// <summary>Without characters that no text has.</summary>
    private static string Clean(ReadOnlySpan<char> word)
    {
        var text = word.ToString();
        return text.Any(c => char.IsControl(c) || c is '\uFFFE' or '\uFFFF')
            ? string.Concat(text.Where(c => !char.IsControl(c) && c is not ('\uFFFE' or '\uFFFF')))
            : text;
    }

    private void AddLink(IElement element, Line line)
    {
        var href = element.GetAttribute("href");
        if (line.InLink || string.IsNullOrWhiteSpace(href))
        {
            AddStyled(element, line);
            return;
        }
        var children = Pieces(element.ChildNodes, inLink: true);
        var words = InlineText.Write(children, isOneLine: true, inLink: true);
        if (words.Length == 0)
            return;
        // A picture that only opens its own larger copy.
        var isPicture =
            children.Count(p => p.Kind != PieceKind.Space) == 1 && words.StartsWith("![", StringComparison.Ordinal);
        if (isPicture && PictureFormats.IsPicture(href))
        {
            line.Pieces.Add(Piece.Atom(words));
            return;
        }
        if (conversion.LinkTo(href) is not { Length: > 0 } address)
        {
            AddChildren(element, line);
            return;
        }
        if (HtmlTree.TextOf(element).Trim() == address && MarkdownEscape.FindWebAddress(address) == (0, address.Length))
            line.Pieces.Add(Piece.Atom($"<{address}>"));
        else
            line.Pieces.Add(
                Piece.Atom(
                    $"[{words}]({MarkdownEscape.Address(address)}{MarkdownEscape.Title(element.GetAttribute("title"))})"
                )
            );
    }

    private void AddPicture(IElement element, Line line)
    {
        if (PictureMarkup.Of(element, null, conversion) is { } picture)
            line.Pieces.Add(Piece.Atom(picture));
    }

    private static void AddCode(IElement element, Line line)
    {
        var code = string.Join(
            ' ',
            HtmlTree.TextOf(element).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );
        if (code.Length > 0)
            line.Pieces.Add(Piece.Code(code));
    }

    private void AddSmall(IElement element, Line line)
    {
        var text = HtmlTree.TextOf(element);
        if (SmallSigns.Of(text.Trim(), element.LocalName == "sup") is { } signs)
        {
            line.Pieces.Add(Piece.Word(signs));
            return;
        }
        conversion.NotCarried(
            $"The raised or lowered text '{SmallSigns.Short(text)}' stands on the line: there are no such signs for it.",
            HtmlTree.LineOf(element)
        );
        AddStyled(element, line);
    }

    /// <param name="Active">Marks that are open.</param>
    private sealed record Line(List<Piece> Pieces, HashSet<Mark> Active, bool InLink, int Depth);
}
