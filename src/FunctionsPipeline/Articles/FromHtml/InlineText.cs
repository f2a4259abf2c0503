using System.Text;

namespace FunctionsPipeline.Articles.FromHtml;

/// <summary>Writes the pieces of a line as Markdown.</summary>
internal static class InlineText
{
    /// <param name="isOneLine">A break becomes a space: in headings, cells and links.</param>
    /// <param name="inLink">It is the text of a link.</param>
    public static string Write(List<Piece> pieces, bool isOneLine, bool inLink)
    {
        if (isOneLine)
            pieces = [.. pieces.Select(p => p.Kind == PieceKind.Break ? Piece.Space : p)];
        pieces = Tidy(pieces);
        Emphasis.Settle(pieces);
        var text = new StringBuilder();
        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = pieces[i];
            switch (piece.Kind)
            {
                case PieceKind.Space:
                    text.Append(' ');
                    break;
                case PieceKind.Break:
                    text.Append("\\\n");
                    break;
                case PieceKind.Text:
                    var atStart = text.Length == 0 || text[^1] == '\n';
                    text.Append(
                        MarkdownEscape.Text(
                            piece.Text,
                            atStart && !inLink,
                            inLink,
                            text.Length == 0 ? ' ' : text[^1],
                            Emphasis.FirstOf(pieces, i + 1)
                        )
                    );
                    // Behind another backtick, Markdig reads no code; as an entity it is none.
                    if (piece.Text[^1] == '`' && i + 1 < pieces.Count && pieces[i + 1].Kind == PieceKind.Code)
                        text.Remove(text.Length - 2, 2).Append("&#96;");
                    break;
                case PieceKind.Code:
                    text.Append(CodeBlocks.Span(piece.Text));
                    break;
                default:
                    text.Append(piece.Text);
                    break;
            }
        }
        return text.ToString();
    }

    /// <summary>
    /// White space goes out of emphasis, where Markdown wants it, and stands once; marks around nothing and marks that
    /// end only to begin again go.
    /// </summary>
    private static List<Piece> Tidy(List<Piece> pieces)
    {
        var before = -1;
        while (before != pieces.Count || MoveBlanks(pieces))
        {
            before = pieces.Count;
            var kept = new List<Piece>(pieces.Count);
            foreach (var piece in pieces)
                Append(kept, piece);
            while (kept is [.., { Kind: PieceKind.Space or PieceKind.Break }])
                kept.RemoveAt(kept.Count - 1);
            pieces = kept;
        }
        return pieces;
    }

    private static void Append(List<Piece> kept, Piece piece)
    {
        Piece? last = kept.Count > 0 ? kept[^1] : null;
        switch (piece.Kind)
        {
            case PieceKind.Space when last is null or { Kind: PieceKind.Space or PieceKind.Break }:
                return;
            case PieceKind.Break when last is null:
                return;
            case PieceKind.Break when last is { Kind: PieceKind.Space }:
                kept[^1] = piece;
                return;
            // A second break in a row is a paragraph's, which a line cannot hold.
            case PieceKind.Break when last is { Kind: PieceKind.Break }:
                return;
            case PieceKind.Text or PieceKind.Code when last is { } same && same.Kind == piece.Kind:
                kept[^1] = same with { Text = same.Text + piece.Text };
                return;
            case PieceKind.Close when last is { Kind: PieceKind.Open } open && open.Pair == piece.Pair:
                kept.RemoveAt(kept.Count - 1);
                return;
            case PieceKind.Open when last is { Kind: PieceKind.Close } close && close.Mark == piece.Mark:
                // One goes on where the other ended: the second pair takes the first one's number.
                var start = kept.FindLastIndex(p => p.Kind == PieceKind.Open && p.Pair == close.Pair);
                kept.RemoveAt(kept.Count - 1);
                kept[start] = kept[start] with { Pair = piece.Pair };
                return;
            default:
                kept.Add(piece);
                return;
        }
    }

    /// <returns>True if anything moved.</returns>
    private static bool MoveBlanks(List<Piece> pieces)
    {
        var moved = false;
        for (var i = pieces.Count - 1; i > 0; i--)
        {
            if (IsBlank(pieces[i]) && pieces[i - 1].Kind == PieceKind.Open)
                moved = Swap(pieces, i);
        }
        for (var i = 0; i + 1 < pieces.Count; i++)
        {
            if (IsBlank(pieces[i]) && pieces[i + 1].Kind == PieceKind.Close)
                moved = Swap(pieces, i + 1);
        }
        return moved;
    }

    private static bool Swap(List<Piece> pieces, int at)
    {
        (pieces[at - 1], pieces[at]) = (pieces[at], pieces[at - 1]);
        return true;
    }

    private static bool IsBlank(Piece piece) => piece.Kind is PieceKind.Space or PieceKind.Break;
}
