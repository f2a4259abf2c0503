namespace FunctionsPipeline.Articles.FromHtml;

/// <summary>Turns HTML into the Markdown that articles are written in.</summary>
internal static class HtmlConverter
{
    /// <returns>Markdown with a line end behind it; empty if the HTML says nothing.</returns>
    public static string Convert(string html, IConversion conversion)
    {
        if (HtmlGuard.Refusal(html) is { } refusal)
        {
            conversion.NotCarried($"The text cannot be read: {refusal}.", null);
            return "";
        }
        return Convert(HtmlTree.Parse(html), conversion);
    }

    public static string Convert(HtmlTree tree, IConversion conversion)
    {
        var footnotes = new Footnotes(tree.Body);
        var renderer = new BlockRenderer(tree, conversion, footnotes);
        var parts = new List<string> { renderer.Children(tree.Body) };
        parts.AddRange(footnotes.Notes.Select(n => renderer.Note(n.Label, n.Note)));
        var text = string.Join("\n\n", parts.Where(p => p.Length > 0));
        return text.Length == 0 ? "" : text + "\n";
    }

    /// <summary>A fragment's words on one line, without markup.</summary>
    public static string Words(string? html) =>
        string.IsNullOrEmpty(html) || (!html.Contains('<') && !html.Contains('&'))
            ? (html ?? "").Trim()
            : string.Join(
                ' ',
                HtmlTree.TextOf(HtmlTree.Parse(html).Body).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            );
}
