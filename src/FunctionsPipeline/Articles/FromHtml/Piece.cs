namespace FunctionsPipeline.Articles.FromHtml;

/// <summary>A part of a line of text, before it is written as Markdown.</summary>
/// <param name="Text">
/// Of a text, as it stands, without white space; of an atom, the Markdown; of code, the code.
/// </param>
/// <param name="Pair">Numbers an opening and its closing mark.</param>
internal readonly record struct Piece(PieceKind Kind, string Text = "", Mark Mark = default, int Pair = 0)
{
    public static Piece Word(string text) => new(PieceKind.Text, text);

    public static Piece Space { get; } = new(PieceKind.Space);

    public static Piece Break { get; } = new(PieceKind.Break);

    /// <param name="code">One line, not empty.</param>
    public static Piece Code(string code) => new(PieceKind.Code, code);

    /// <summary>Markdown that is written as it is: a link, a picture, a note.</summary>
    public static Piece Atom(string markdown) => new(PieceKind.Atom, markdown);
}

internal enum PieceKind
{
    Text,
    Space,
    Break,
    Atom,
    Code,
    Open,
    Close,
}

internal enum Mark
{
    Strong,
    Emphasis,
    Deleted,
    Highlighted,
}
