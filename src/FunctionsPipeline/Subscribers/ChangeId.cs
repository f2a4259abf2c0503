using System.Buffers.Text;
using System.Security.Cryptography;

namespace FunctionsPipeline.Subscribers;

/// <summary>
/// The id of one change. It stays in the record, so that after a lost response a second try sees that the first one
/// arrived (rule B3).
/// </summary>
public static class ChangeId
{
    /// <summary>16 characters of base64url, 96 random bits.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12));

    /// <summary>The change that one row of an import makes: the same whenever that row is tried again.</summary>
    public static string OfRow(string importId, long row) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{importId}:{row}");
}
