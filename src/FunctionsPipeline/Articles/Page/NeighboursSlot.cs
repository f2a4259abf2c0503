namespace FunctionsPipeline.Articles.Page;

/// <summary>
/// The place in an article's page for links to the articles before and after it and to those on its topics. Publishing leaves it empty, since it must
/// not know of other articles; the site fills it. A template without the two comments has no such place.
/// </summary>
public static class NeighboursSlot
{
    private static ReadOnlySpan<byte> Start => "<!-- neighbours -->\n"u8;

    private static ReadOnlySpan<byte> End => "<!-- /neighbours -->"u8;

    /// <summary>Puts markup into the place, instead of what was there.</summary>
    /// <param name="page">UTF-8. Nothing that an author writes can look like the place: raw HTML is left out.</param>
    /// <returns>The page, or null if it has no such place or holds that markup already.</returns>
    public static byte[]? Fill(ReadOnlySpan<byte> page, ReadOnlySpan<byte> markup)
    {
        var start = page.LastIndexOf(Start);
        if (start < 0)
            return null;
        start += Start.Length;
        var length = page[start..].IndexOf(End);
        if (length < 0 || page.Slice(start, length).SequenceEqual(markup))
            return null;
        return [.. page[..start], .. markup, .. page[(start + length)..]];
    }
}
