using System.Globalization;

namespace FunctionsPipeline.Articles.FromHtml;

/// <summary>
/// Chooses the signs of emphasis, and drops emphasis where Markdown would show its signs: whether they open or close
/// depends on the characters on both sides (CommonMark, "Emphasis and strong emphasis").
/// </summary>
internal static class Emphasis
{
    /// <summary>Gives every mark its signs; what cannot be marked keeps its words.</summary>
    public static void Settle(List<Piece> pieces)
    {
        Choose(pieces);
        while (Failing(pieces) is { Count: > 0 } failing)
        {
            pieces.RemoveAll(p => p.Kind is PieceKind.Open or PieceKind.Close && failing.Contains(p.Pair));
            Join(pieces);
            Choose(pieces);
        }
    }

    /// <summary>What a mark kept apart: two pieces of code side by side would be one with a sign in it.</summary>
    private static void Join(List<Piece> pieces)
    {
        for (var i = pieces.Count - 1; i > 0; i--)
        {
            if (pieces[i].Kind is not (PieceKind.Code or PieceKind.Text) || pieces[i - 1].Kind != pieces[i].Kind)
                continue;
            pieces[i - 1] = pieces[i - 1] with { Text = pieces[i - 1].Text + pieces[i].Text };
            pieces.RemoveAt(i);
        }
    }

    /// <summary>The first character of what is written from this piece on; a space at the end.</summary>
    public static char FirstOf(List<Piece> pieces, int at) =>
        at >= pieces.Count ? ' '
        : pieces[at].Kind is PieceKind.Space or PieceKind.Break ? ' '
        : pieces[at].Kind == PieceKind.Code ? '`'
        : pieces[at].Text is [var first, ..] ? first
        : ' ';

    private static char LastOf(List<Piece> pieces, int at) =>
        at < 0 ? ' '
        : pieces[at].Kind is PieceKind.Space or PieceKind.Break ? ' '
        : pieces[at].Kind == PieceKind.Code ? '`'
        : pieces[at].Text is [.., var last] ? last
        : ' ';

    private static void Choose(List<Piece> pieces)
    {
        var ends = Ends(pieces);
        for (var i = 0; i < pieces.Count; i++)
        {
            if (pieces[i].Kind != PieceKind.Open)
                continue;
            var end = ends[pieces[i].Pair];
            var signs = pieces[i].Mark switch
            {
                Mark.Strong => "**",
                Mark.Deleted => "~~",
                Mark.Highlighted => "==",
                // '_' is no sign inside a word; '*' beside another '*' would be one run.
                _ => char.IsLetterOrDigit(LastOf(pieces, i - 1)) || char.IsLetterOrDigit(FirstOf(pieces, end + 1))
                    ? "*"
                    : "_",
            };
            pieces[i] = pieces[i] with { Text = signs };
            pieces[end] = pieces[end] with { Text = signs };
        }
    }

    private static HashSet<int> Failing(List<Piece> pieces)
    {
        var failing = new HashSet<int>();
        for (var i = 0; i < pieces.Count; i++)
        {
            if (pieces[i].Kind is not (PieceKind.Open or PieceKind.Close))
                continue;
            var sign = pieces[i].Text[0];
            var (before, after) = (LastOf(pieces, i - 1), FirstOf(pieces, i + 1));
            var touches = before == sign && IsMark(pieces, i - 1) || after == sign && IsMark(pieces, i + 1);
            var fits = pieces[i].Kind == PieceKind.Open ? Opens(sign, before, after) : Closes(sign, before, after);
            if (touches || !fits)
            {
                failing.Add(pieces[i].Pair);
                // Others may fit once this one is gone.
                return failing;
            }
        }
        return failing;
    }

    private static bool IsMark(List<Piece> pieces, int at) =>
        at >= 0 && at < pieces.Count && pieces[at].Kind is PieceKind.Open or PieceKind.Close;

    private static bool Opens(char sign, char before, char after) =>
        IsLeft(before, after) && (sign != '_' || !IsLeft(after, before) || IsPunctuation(before));

    private static bool Closes(char sign, char before, char after) =>
        IsLeft(after, before) && (sign != '_' || !IsLeft(before, after) || IsPunctuation(after));

    /// <summary>Left-flanking; with the sides exchanged, right-flanking.</summary>
    private static bool IsLeft(char outside, char inside) =>
        !char.IsWhiteSpace(inside) && (!IsPunctuation(inside) || char.IsWhiteSpace(outside) || IsPunctuation(outside));

    private static bool IsPunctuation(char c) =>
        char.IsPunctuation(c)
        || char.IsSymbol(c)
        // Half of a character beyond the basic plane, such as an emoji: it fits only beside white space.
        || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Surrogate;

    private static Dictionary<int, int> Ends(List<Piece> pieces)
    {
        var ends = new Dictionary<int, int>();
        foreach (var (index, piece) in pieces.Index())
        {
            if (piece.Kind == PieceKind.Close)
                ends[piece.Pair] = index;
        }
        return ends;
    }
}
