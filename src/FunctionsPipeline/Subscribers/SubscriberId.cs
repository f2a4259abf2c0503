using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace FunctionsPipeline.Subscribers;

/// <summary>
/// A subscriber's id: two hex digits of its shard, then 128 random bits in hex (34 characters, lower case). The only thing
/// about a person that appears in links, logs and mail arguments. Orders by shard.
/// </summary>
public readonly record struct SubscriberId : IComparable<SubscriberId>
{
    private const int Length = 34;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private SubscriberId(string value) => Value = value;

    public string Value { get; }

    /// <summary>0 to 255.</summary>
    public byte Shard => byte.Parse(Value.AsSpan(0, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    public static SubscriberId New(byte shard) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{shard:x2}{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}"
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
