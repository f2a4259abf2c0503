namespace FunctionsPipeline.Articles.FromHtml.Cards;

/// <summary>A preview of another page, as a link and its description.</summary>
internal static class BookmarkText
{
    public static string Write(string href, string? title, string? description, BlockRenderer renderer)
    {
        var words = Plain(string.IsNullOrWhiteSpace(title) ? href : title, inLink: true);
        var text = renderer.Conversion.LinkTo(href) is { Length: > 0 } address
            ? $"[{words}]({MarkdownEscape.Address(address)})"
            : words;
        return string.IsNullOrWhiteSpace(description) ? text : $"{text}\\\n{Plain(description, inLink: false)}";
    }

    public static string Plain(string text, bool inLink) =>
        MarkdownEscape.Text(
            string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
            atStart: !inLink,
            inLink
        );
}
