using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Syndication.Texts;

/// <summary>How long a post may be, as its target counts.</summary>
/// <param name="Characters">What people see as one character (grapheme clusters, UAX 29).</param>
/// <param name="UrlCharacters">What each address counts, however long it is; null: its own length.</param>
/// <param name="Bytes">In UTF-8.</param>
internal sealed record PostLimit(int Characters, int? UrlCharacters = null, int Bytes = int.MaxValue);

/// <summary>
/// The words of a short post: the author's own, or the title and as much of the summary as there is room for, then the
/// link.
/// </summary>
internal static partial class PostText
{
    private const string Gap = "\n\n";
    private const string Ellipsis = "…";

    /// <summary>Fewer characters than that of a summary say nothing.</summary>
    private const int LeastSummary = 20;

    public static string Of(Delivery delivery, PostLimit limit)
    {
        var link = delivery.Link.AbsoluteUri;
        if (delivery.OwnText is { } own)
        {
            own = PlainLine.Clean(own);
            if (own.Contains(link, StringComparison.Ordinal) && Fits(own, limit))
                return own;
            own = own.Replace(link, "", StringComparison.Ordinal).TrimEnd();
            return Join(Cut(own, Without(limit, link)), link);
        }
        var room = Without(limit, link);
        var title = Cut(PlainLine.Clean(delivery.Article.Title), room);
        var left = room with
        {
            Characters = room.Characters - Count(title, limit) - Gap.Length,
            Bytes = room.Bytes - Encoding.UTF8.GetByteCount(title) - Gap.Length,
        };
        var summary =
            left.Characters < LeastSummary || left.Bytes < LeastSummary
                ? ""
                : Cut(PlainLine.Clean(delivery.Article.Summary), left);
        return Join(Join(title, summary), link);
    }

    /// <summary>
    /// Cuts between words where there are words, else between characters as people see them, and says so with an
    /// ellipsis. What fits stays as it is.
    /// </summary>
    public static string Cut(string text, PostLimit limit)
    {
        if (limit.Characters <= 0 || limit.Bytes <= 0)
            return "";
        if (Fits(text, limit))
            return text;
        var starts = StringInfo.ParseCombiningCharacters(text);
        // The longest beginning that fits with its ellipsis (which may make an address of it): what is longer costs at
        // least as much.
        var (fits, tooLong) = (0, starts.Length);
        while (tooLong - fits > 1)
        {
            var middle = (fits + tooLong) / 2;
            if (Fits(text[..starts[middle]] + Ellipsis, limit))
                fits = middle;
            else
                tooLong = middle;
        }
        var end = starts[fits];
        var word = end;
        while (word > 0 && !char.IsWhiteSpace(text[word]))
            word--;
        // Where the last word is most of the text, or in scripts without spaces, a character is the boundary.
        if (word > end / 2)
            end = word;
        var cut = text[..end].TrimEnd().TrimEnd(',', ';', ':', '-', '–', '—').TrimEnd();
        return cut.Length == 0 ? "" : cut + Ellipsis;
    }

    /// <summary>How many characters the target will count; too many rather than too few.</summary>
    public static int Count(string text, PostLimit limit)
    {
        var count = StringInfo.ParseCombiningCharacters(text).Length;
        if (limit.UrlCharacters is { } each)
        {
            foreach (var url in Urls().EnumerateMatches(text))
                count += Math.Max(
                    0,
                    each - StringInfo.ParseCombiningCharacters(text.Substring(url.Index, url.Length)).Length
                );
        }
        return count;
    }

    private static bool Fits(string text, PostLimit limit) =>
        Count(text, limit) <= limit.Characters && Encoding.UTF8.GetByteCount(text) <= limit.Bytes;

    private static PostLimit Without(PostLimit limit, string link) =>
        limit with
        {
            Characters =
                limit.Characters
                - (limit.UrlCharacters ?? StringInfo.ParseCombiningCharacters(link).Length)
                - Gap.Length,
            Bytes = limit.Bytes - Encoding.UTF8.GetByteCount(link) - Gap.Length,
        };

    private static string Join(string first, string second) =>
        first.Length == 0 ? second
        : second.Length == 0 ? first
        : first + Gap + second;

    [GeneratedRegex(@"https?://\S+", RegexOptions.NonBacktracking)]
    private static partial Regex Urls();
}
