namespace FunctionsPipeline.Articles.Reading.FrontMatter;

/// <summary>
/// Reads a reference that is written as one text: an address, a Markdown link, or words with an address in them.
/// </summary>
internal static class ReferenceText
{
    public static Reference Read(string text)
    {
        text = text.Trim();
        if (
            text.StartsWith('[')
            && text.EndsWith(')')
            && text.IndexOf("](", StringComparison.Ordinal) is > 1 and var middle
        )
        {
            var target = text[(middle + 2)..^1].Trim();
            return new Reference(text[1..middle].Trim(), SafeUrl.Web(target));
        }
        var start = text.IndexOf("https://", StringComparison.OrdinalIgnoreCase);
        if (start < 0)
            start = text.IndexOf("http://", StringComparison.OrdinalIgnoreCase);
        if (start < 0)
            return new Reference(text, null);
        var end = text.AsSpan(start).IndexOfAny(' ', '>', '"');
        var url = (end < 0 ? text[start..] : text[start..(start + end)]).TrimEnd('.', ',', ';', ')');
        var words = text.Remove(start, url.Length).Trim(' ', '<', '>', '(', ')', '.', ',', '-', '–', ':');
        return new Reference(words.Length == 0 ? url : words, SafeUrl.Web(url));
    }
}
