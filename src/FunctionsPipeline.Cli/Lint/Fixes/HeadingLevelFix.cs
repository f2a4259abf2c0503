using FunctionsPipeline.Articles.Markdown;
using Markdig;
using Markdig.Syntax;

namespace FunctionsPipeline.Cli.Lint.Fixes;

/// <summary>
/// Raises headings that skip a level to the level below the heading that they belong to. Headings that stood side by side
/// still do: all that were below the gap are raised with the first.
/// </summary>
internal static class HeadingLevelFix
{
    private static readonly MarkdownPipeline Pipeline = ArticleMarkdown
        .Extensions(new MarkdownPipelineBuilder())
        .Build();

    /// <param name="text">Changed in place.</param>
    /// <returns>True if a heading was changed.</returns>
    public static bool Apply(FixableText text)
    {
        var first = text.Closing + 1;
        // By lines of the whole file; Markdig takes all three line ends for one line.
        var body = Markdown.Parse(string.Concat(text.Lines.Skip(first)), Pipeline);
        var parents = new Stack<(int Written, int Level)>();
        var changed = false;
        foreach (var heading in body.Descendants<HeadingBlock>())
        {
            while (parents.TryPeek(out var open) && open.Written >= heading.Level)
                parents.Pop();
            var level = parents.TryPeek(out var parent) ? Math.Min(heading.Level, parent.Level + 1) : heading.Level;
            parents.Push((heading.Level, level));
            if (level < heading.Level && !heading.IsSetext)
                changed |= Raise(text.Lines, first + heading.Line, heading.Level - level);
        }
        return changed;
    }

    /// <summary>Takes signs off the first run of them on the line, which may begin with the marks of a quotation or list.</summary>
    private static bool Raise(List<string> lines, int index, int by)
    {
        if (index >= lines.Count || lines[index].IndexOf('#', StringComparison.Ordinal) is not (>= 0 and var at))
            return false;
        lines[index] = lines[index].Remove(at, by);
        return true;
    }
}
