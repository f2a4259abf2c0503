namespace FunctionsPipeline.Subscribers.Import.Columns;

/// <summary>
/// What the importer is asked when a file may say who left in words that are not known. Nothing is imported until then.
/// </summary>
internal static class ImportQuestions
{
    public static ImportFileException AboutNames(IReadOnlyList<string> columns)
    {
        var (first, one) = (columns[0], columns.Count == 1);
        return new ImportFileException(
            $"The {(one ? "column" : "columns")} {string.Join(", ", columns.Select(n => $"'{n}'"))} may say who left, and it is "
                + $"not known how. Nothing was imported. Say what {(one ? "it means" : "each means")}: column={first}=ignore if it "
                + $"says nothing about that, or column={first}=left:VALUE for the value of people who left. {Ways(one)}"
        );
    }

    /// <param name="found">For each column the first row that says so.</param>
    public static ImportFileException AboutOthers(IReadOnlyList<Saying> found)
    {
        var first = found[0];
        return new ImportFileException(
            $"{string.Join(" ", found.Select(f => $"{f}, which is not known."))} Does that mean that the person gets no mail? "
                + $"Nothing was imported. Say so: column={first.Column}=left:{first.Text} if it does, or "
                + $"column={first.Column}=ignore if the column is about something else. {Ways(found.Count == 1)}"
        );
    }

    /// <param name="found">The first rows with each word.</param>
    public static ImportFileException AboutWords(IReadOnlyList<Saying> found)
    {
        var first = found[0];
        return new ImportFileException(
            $"{string.Join(" ", found.Select(f => $"{f}, which says who left; that word is not known."))} Nothing was imported. "
                + $"Say what it means: column={first.Column}=left:{first.Text} or column={first.Column}=stays:{first.Text}; or "
                + $"column={first.Column}=ignore if the column is about something else. {Ways(found.Count == 1)}"
        );
    }

    private static string Ways(bool one) =>
        $"On the command line: --column. Or remove the {(one ? "column" : "columns")} from the file, or the rows of people who left.";
}

/// <summary>One cell, as questions quote it.</summary>
/// <param name="Column">Its name, shortened.</param>
/// <param name="Text">Shortened.</param>
internal readonly record struct Saying(string Column, long Row, string Text)
{
    public override string ToString() => $"Row {Row} says '{Text}' in the column '{Column}'";
}
