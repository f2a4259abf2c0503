namespace FunctionsPipeline.Subscribers.Import.Columns;

/// <summary>
/// What the importer says of columns: <c>NAME=ignore</c>, <c>NAME=left:VALUE</c> (people with that value left; <c>*</c>
/// is any text) and <c>NAME=stays:VALUE</c>. Names and values are compared as <see cref="CellText"/> has it.
/// </summary>
internal sealed class ColumnAnswers
{
    /// <summary>How an answer is written, for messages.</summary>
    public const string Forms = "NAME=ignore, NAME=left:VALUE or NAME=stays:VALUE";

    public static readonly ColumnAnswers None = new([]);

    private const int Most = 100;
    private static readonly string[] Ways = ["=ignore", "=left:", "=stays:"];

    private readonly Dictionary<string, ColumnAnswer> _answers = new(StringComparer.Ordinal);

    private ColumnAnswers(IReadOnlyList<string> answers)
    {
        if (answers.Count > Most)
            throw new ImportFileException($"At most {Most} answers about columns are read.");
        foreach (var answer in answers)
            Add(answer);
    }

    /// <exception cref="ImportFileException">
    /// An answer is not written in one of the <see cref="Forms"/>, or contradicts another.
    /// </exception>
    public static ColumnAnswers Parse(IReadOnlyList<string>? answers) =>
        answers is null or [] ? None : new ColumnAnswers(answers);

    /// <param name="name">Normalised.</param>
    /// <returns>Null for a column of which nothing was said.</returns>
    public ColumnAnswer? Of(string name) => _answers.GetValueOrDefault(name);

    /// <exception cref="ImportFileException">A column that was named is not there.</exception>
    public void EnsureThere(IReadOnlyList<string> header)
    {
        var names = header.Select(CellText.Normalise).ToHashSet(StringComparer.Ordinal);
        if (_answers.Values.FirstOrDefault(a => !names.Contains(CellText.Normalise(a.Name))) is { } missing)
        {
            throw new ImportFileException(
                $"No column is named '{Shown.Of(missing.Name)}'. The file has: {string.Join(", ", header.Select(Shown.Of))}."
            );
        }
    }

    private void Add(string answer)
    {
        // From the end: a name may have any character.
        var (at, way) = Ways.Select(way => (At: answer.LastIndexOf(way, StringComparison.OrdinalIgnoreCase), Way: way))
            .MaxBy(found => found.At);
        var value = at < 0 ? "" : answer[(at + way.Length)..].Trim();
        var name = at < 0 ? "" : answer[..at].Trim();
        if (CellText.Normalise(name).Length == 0 || (way == "=ignore") != (value.Length == 0))
        {
            throw new ImportFileException(
                $"'{Shown.Of(answer)}' does not say what a column means. Write {Forms}, for example Opt-out=left:yes."
            );
        }
        var known = Of(CellText.Normalise(name)) ?? new ColumnAnswer { Name = name };
        _answers[CellText.Normalise(name)] = way switch
        {
            "=ignore" => known with { Ignore = true },
            "=left:" => known with { Left = [.. known.Left, value] },
            _ => known with { Stays = [.. known.Stays, value] },
        };
        _answers[CellText.Normalise(name)].EnsureSound();
    }
}

/// <summary>What the importer says of one column.</summary>
internal sealed record ColumnAnswer
{
    public required string Name { get; init; }

    public bool Ignore { get; init; }

    /// <summary>Values of people who left; <c>*</c> for any text.</summary>
    public IReadOnlyList<string> Left { get; init; } = [];

    /// <summary>Values of people who want mail.</summary>
    public IReadOnlyList<string> Stays { get; init; } = [];

    /// <returns>Null for a cell of which nothing was said.</returns>
    public Standing? Of(ReadOnlySpan<char> cell)
    {
        if (Has(Left, cell))
            return Standing.Left;
        return Has(Stays, cell) ? Standing.Subscribed
            : Left.Contains("*", StringComparer.Ordinal) && !cell.IsEmpty ? Standing.Left
            : null;
    }

    /// <exception cref="ImportFileException">Answers contradict each other, or what is known.</exception>
    public void EnsureSound()
    {
        if (Ignore && Left.Count + Stays.Count > 0)
            throw new ImportFileException(
                $"The column '{Shown.Of(Name)}' cannot be ignored and have a meaning as well."
            );
        foreach (var value in Stays)
        {
            if (Has(Left, value))
                throw new ImportFileException(
                    $"'{Shown.Of(value)}' in the column '{Shown.Of(Name)}' cannot mean both."
                );
            if (StatusWords.TryFind(CellText.Normalise(value), out var standing) && standing != Standing.Subscribed)
                throw new ImportFileException(
                    $"'{Shown.Of(value)}' says that a person gets no mail: it cannot mean that they stay."
                );
        }
    }

    private static bool Has(IReadOnlyList<string> values, ReadOnlySpan<char> cell)
    {
        foreach (var value in values)
        {
            if (value != "*" && IsSame(value, cell))
                return true;
        }
        return false;
    }

    private static bool IsSame(string value, ReadOnlySpan<char> cell)
    {
        Span<char> one = stackalloc char[CellText.MostLength];
        Span<char> other = stackalloc char[CellText.MostLength];
        var (length, otherLength) = (CellText.Normalise(value, one), CellText.Normalise(cell, other));
        // Signs alone, such as a tick, have no letters to compare.
        return length > 0 && otherLength > 0
            ? one[..length].SequenceEqual(other[..otherLength])
            : cell.SequenceEqual(value);
    }
}
