namespace FunctionsPipeline.Benchmarks.Charts;

/// <summary>A part of a Markdown file that a command writes, between two comments.</summary>
internal static class Section
{
    /// <summary>The text with the part replaced.</summary>
    /// <exception cref="InvalidDataException">It has no such part.</exception>
    public static string Put(string text, string name, string content)
    {
        var (first, last) = ($"<!-- {name}: written by `charts` -->\n", $"<!-- end of {name} -->\n");
        var begin = text.IndexOf(first, StringComparison.Ordinal);
        var end = text.IndexOf(last, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
            throw new InvalidDataException($"The text needs the lines {first.Trim()} and {last.Trim()}.");
        return string.Concat(text.AsSpan(0, begin + first.Length), content, text.AsSpan(end));
    }
}
