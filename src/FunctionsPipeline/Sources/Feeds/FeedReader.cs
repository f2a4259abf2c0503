using System.Text.Json;
using System.Xml;

namespace FunctionsPipeline.Sources.Feeds;

/// <summary>
/// Reads RSS 2.0, RSS 1.0, Atom (RFC 4287) and JSON Feed 1.1 by what the answer holds: its content type is often wrong.
/// Never throws for what is in it.
/// </summary>
/// <remarks>
/// Not System.ServiceModel.Syndication: it throws for a date that it cannot read and for an undefined entity, holds the whole
/// feed as a tree, and knows neither RSS 1.0 nor JSON Feed.
/// </remarks>
internal static class FeedReader
{
    /// <param name="charset">Of the content type; null for none.</param>
    /// <param name="address">Where the answer came from.</param>
    public static FeedReading Read(ReadOnlySpan<byte> body, string? charset, Uri address)
    {
        var text = FeedText.Decode(body, charset);
        var start = text.AsSpan().TrimStart();
        if (start.IsEmpty)
            return FeedProblem.Empty;
        try
        {
            return start[0] switch
            {
                '{' => JsonFeed.Read(text, address),
                '<' => ReadXml(text, address),
                _ => FeedProblem.OtherFormat,
            };
        }
        catch (Exception e) when (e is XmlException or JsonException)
        {
            return LooksLikeAPage(start) ? FeedProblem.WebPage : FeedProblem.Broken;
        }
    }

    private static FeedReading ReadXml(string text, Uri address)
    {
        // Pages of HTML have a document type too, and are the commonest mistake.
        if (LooksLikeAPage(text.AsSpan().TrimStart()))
            return FeedProblem.WebPage;
        var (xml, problem) = XmlRepair.Prepare(text);
        return xml is null ? problem : XmlFeed.Read(xml, address);
    }

    private static bool LooksLikeAPage(ReadOnlySpan<char> start)
    {
        if (start.StartsWith("<?xml", StringComparison.Ordinal) && start.IndexOf("?>") is >= 0 and var end)
            start = start[(end + 2)..].TrimStart();
        return start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
    }
}
