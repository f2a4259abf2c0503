namespace FunctionsPipeline.Testing;

/// <summary>The rows of the Markdown tables in a specification that stands beside its test.</summary>
public static class MarkdownTable
{
    /// <summary>The cells of each row of the tables whose header begins with these cells.</summary>
    public static IEnumerable<string[]> Rows(string file, params string[] header)
    {
        var inTable = false;
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, file)))
        {
            if (!line.StartsWith('|'))
            {
                inTable = false;
                continue;
            }
            var cells = line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries);
            if (cells.SequenceEqual(header))
                inTable = true;
            else if (inTable && !cells[0].StartsWith("---", StringComparison.Ordinal))
                yield return cells;
        }
    }
}
