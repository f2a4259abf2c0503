using FunctionsPipeline.Articles.Rendering;

namespace FunctionsPipeline.Articles.Page;

/// <summary>
/// Where a page's text has what holds only inside that page: ids, links to them, and the sizes in which its layout shows
/// pictures. Feeds show several articles on one page, so that their text has no ids, and its links lead to the article's own
/// page.
/// </summary>
internal sealed class ContentMarks
{
    private readonly List<(int Start, int Length)> _marks = [];

    /// <summary>Characters that are left out, e.g. <c> id="fn-1"</c>.</summary>
    public void Leave(int start, int end) => _marks.Add((start, end - start));

    /// <summary>A fragment begins here that wants the page's address before it.</summary>
    public void Fragment(int at) => _marks.Add((at, 0));

    public void Clear() => _marks.Clear();

    /// <summary>The text as it reads anywhere.</summary>
    /// <param name="page">The text as it reads on its page.</param>
    /// <param name="address">The page's.</param>
    public Utf8Text Apply(ReadOnlySpan<char> page, string address)
    {
        if (_marks.Count == 0)
            return Utf8Text.Of(page);
        using var text = TextBuffer.Rent();
        var at = 0;
        foreach (var (start, length) in _marks)
        {
            text.Write(page[at..start]);
            if (length == 0)
                Markup.Escape(text, address);
            at = start + length;
        }
        text.Write(page[at..]);
        return Utf8Text.Of(text.ToUtf8());
    }
}
