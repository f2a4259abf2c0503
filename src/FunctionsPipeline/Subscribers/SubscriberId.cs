using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace FunctionsPipeline.Subscribers;

/// <summary>
/// A subscriber's id: the hex digits of its shard (two, and one more for each time that it was split), then random ones: 34
/// in all, lower case. The only thing about a person that appears in links, logs and mail arguments. Orders by shard.
/// </summary>
public readonly record struct SubscriberId : IComparable<SubscriberId>
{
    private const int Length = 34;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private SubscriberId(string value) => Value = value;

    public string Value { get; }

    /// <summary>0 to 255: the first two digits.</summary>
    public byte Shard => byte.Parse(Value.AsSpan(0, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    public static SubscriberId New(byte shard) => New(shard.ToString("x2", CultureInfo.InvariantCulture));

    /// <param name="begin">The first digits, two at least; the others are random.</param>
    internal static SubscriberId New(string begin) =>
        new(
            string.Concat(
                begin,
                Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Length / 2)).AsSpan(0, Length - begin.Length)
            )
        );

    public static bool TryParse([NotNullWhen(true)] string? text, out SubscriberId id)
    {
        id = default;
        if (text is not { Length: Length } || text.AsSpan().ContainsAnyExcept(HexDigits))
            return false;
        id = new SubscriberId(text);
        return true;
    }

    /// <exception cref="FormatException">Not an id. The message does not repeat the text.</exception>
    public static SubscriberId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("Not a subscriber id.");

    public int CompareTo(SubscriberId other) => string.CompareOrdinal(Value, other.Value);

    public static bool operator <(SubscriberId left, SubscriberId right) => left.CompareTo(right) < 0;

    public static bool operator <=(SubscriberId left, SubscriberId right) => left.CompareTo(right) <= 0;

    public static bool operator >(SubscriberId left, SubscriberId right) => left.CompareTo(right) > 0;

    public static bool operator >=(SubscriberId left, SubscriberId right) => left.CompareTo(right) >= 0;

    public override string ToString() => Value;
}
