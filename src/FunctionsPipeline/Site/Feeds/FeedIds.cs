using System.Security.Cryptography;
using System.Text;
using FunctionsPipeline.Site.Index;

namespace FunctionsPipeline.Site.Feeds;

/// <summary>
/// Ids that feed readers remember articles by. Made from the source file's name: the one thing about an article that stays
/// when its title, text, slug, or the whole site's address change. A renamed source is a new entry.
/// </summary>
internal static class FeedIds
{
    /// <summary>A URN of a UUID made from the name by hashing (RFC 9562, version 8).</summary>
    public static string Of(ListedArticle article)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(article.Source)).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return $"urn:uuid:{new Guid(bytes, bigEndian: true)}";
    }
}
