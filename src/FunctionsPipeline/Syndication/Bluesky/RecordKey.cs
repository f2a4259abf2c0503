using System.Globalization;

namespace FunctionsPipeline.Syndication.Bluesky;

/// <summary>
/// A TID (atproto.com/specs/tid): 13 characters of base32 that sort by time; a zero bit, 53 bits of microseconds, 10 bits
/// that distinguish records written in the same microsecond. Here those come from the copy's key, so that a repeat
/// gives the same.
/// </summary>
internal static class RecordKey
{
    private const string Digits = "234567abcdefghijklmnopqrstuvwxyz";

    /// <param name="copyKey">Hex, at least 3 digits.</param>
    public static string Of(DateTimeOffset time, string copyKey)
    {
        var microseconds = (ulong)((time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
        var writer = ulong.Parse(copyKey.AsSpan(0, 3), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 0x3FF;
        var value = ((microseconds & 0x1F_FFFF_FFFF_FFFF) << 10) | writer;
        return string.Create(
            13,
            value,
            static (text, value) =>
            {
                for (var i = text.Length - 1; i >= 0; i--, value >>= 5)
                    text[i] = Digits[(int)(value & 31)];
            }
        );
    }
}
