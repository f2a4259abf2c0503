using System.Buffers;
using System.Globalization;

namespace FunctionsPipeline.Subscribers.Import.Columns;

/// <summary>One column that says who left, and how its cells are read. Reading a cell allocates nothing.</summary>
/// <param name="Index">Its place in a row.</param>
/// <param name="Name">As it stands in the file.</param>
/// <param name="Gone">What a yes, a date or a text in it means (a no, for <see cref="ColumnKind.Stays"/>).</param>
/// <param name="Answer">What the importer said of it; null for nothing.</param>
internal sealed record LeavingColumn(int Index, string Name, ColumnKind Kind, Standing Gone, ColumnAnswer? Answer)
{
    private static readonly SearchValues<char> Dashes = SearchValues.Create("-–—. ");
    private static readonly SearchValues<char> Zeros = SearchValues.Create("0-/.: ");

    public Standing Read(string cell)
    {
        if (Answer?.Of(cell) is { } answered)
            return answered;
        Span<char> plain = stackalloc char[CellText.MostLength];
        var length = CellText.Normalise(cell, plain);
        var word = plain[..Math.Max(0, length)];
        return Kind switch
        {
            ColumnKind.Status => IsNothing(cell, length) ? Standing.Missing : Word(word) ?? Standing.Unknown,
            ColumnKind.StatusIfAny => IsNothing(cell, length) ? Standing.Subscribed : Word(word) ?? Standing.Unknown,
            ColumnKind.Gone => ReadGone(cell, word, length),
            ColumnKind.GoneText => IsNothing(cell, length) || StatusWords.IsYes(word) == false || IsZero(cell)
                ? Standing.Subscribed
                : Gone,
            ColumnKind.Stays => ReadStays(cell, word, length),
            ColumnKind.Confirmation => IsNothing(cell, length) || StatusWords.IsYes(word) == false || IsZero(cell)
                ? Gone
                : Standing.Subscribed,
            _ => Word(word)
                ?? (
                    Answer is { Stays.Count: > 0 } && !IsNothing(cell, length) ? Standing.Unknown : Standing.Subscribed
                ),
        };
    }

    private Standing ReadGone(string cell, ReadOnlySpan<char> word, int length)
    {
        if (IsNothing(cell, length) || IsZero(cell))
            return Standing.Subscribed;
        if (StatusWords.IsYes(word) is { } yes)
            return yes ? Gone : Standing.Subscribed;
        // Is "unsubscribed: active" a person who is active, or an active opt-out? Only words that say no are clear here.
        if (Word(word) is { } standing)
            return standing == Standing.Subscribed ? Standing.Unknown : standing;
        return IsTick(cell) || cell.AsSpan().IndexOfAnyInRange('1', '9') >= 0 ? Gone : Standing.Unknown;
    }

    private Standing ReadStays(string cell, ReadOnlySpan<char> word, int length)
    {
        if (IsNothing(cell, length))
            return Standing.Missing;
        if (StatusWords.IsYes(word) is { } yes)
            return yes ? Standing.Subscribed : Gone;
        if (IsZero(cell))
            return Gone;
        return Word(word) ?? (IsTick(cell) || IsTime(cell) ? Standing.Subscribed : Standing.Unknown);
    }

    private static Standing? Word(ReadOnlySpan<char> word) =>
        StatusWords.TryFind(word, out var standing) ? standing : null;

    /// <summary>Empty, or a dash for it.</summary>
    private static bool IsNothing(string cell, int length) => length == 0 && cell.AsSpan().IndexOfAnyExcept(Dashes) < 0;

    /// <summary>No digit but zeros, as in <c>0000-00-00 00:00:00</c>.</summary>
    private static bool IsZero(string cell) =>
        cell.Length > 0 && cell.AsSpan().IndexOfAnyExcept(Zeros) < 0 && cell.Contains('0');

    private static bool IsTick(string cell) => cell is "✓" or "✔" or "✔️" or "☑" or "✅";

    private static bool IsTime(string cell)
    {
        var text = cell.AsSpan();
        if (text.EndsWith("UTC", StringComparison.OrdinalIgnoreCase))
            text = text[..^3].TrimEnd();
        return text.Length >= 8
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
    }
}
