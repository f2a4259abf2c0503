using System.Buffers;
using System.Globalization;

namespace FunctionsPipeline.Subscribers.Store;

/// <summary>
/// Whom a shard holds: the hex digits that the ids of its people begin with. Two digits for the 256 that there are from the
/// beginning, and one more for each time that one was split.
/// </summary>
public readonly record struct ShardName
{
    /// <summary>Parts that a shard is split into: one for each next digit.</summary>
    public const int Parts = 16;

    private const string HexDigits = "0123456789abcdef";
    private const int WholeLength = 2;
    private static readonly SearchValues<char> AnyHexDigit = SearchValues.Create(HexDigits);

    private ShardName(string digits) => Digits = digits;

    public string Digits { get; }

    /// <summary>0 to 255: which of the shards that there are from the beginning it is, or is a part of.</summary>
    public byte Number =>
        byte.Parse(Digits.AsSpan(0, WholeLength), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>False for one of the 256.</summary>
    public bool IsPart => Digits.Length > WholeLength;

    /// <summary>The shard that this one is a part of.</summary>
    /// <exception cref="InvalidOperationException">It is one of the 256.</exception>
    public ShardName Whole =>
        IsPart ? new(Digits[..^1]) : throw new InvalidOperationException($"Shard {Digits} is a part of none.");

    public static ShardName Of(byte number) => new(number.ToString("x2", CultureInfo.InvariantCulture));

    public static bool TryParse(string digits, out ShardName name)
    {
        name = new ShardName(digits);
        return digits.Length >= WholeLength && !digits.AsSpan().ContainsAnyExcept(AnyHexDigit);
    }

    /// <param name="digit">0 to 15.</param>
    public ShardName Part(int digit) => new(Digits + HexDigits[digit]);

    /// <summary>Which part of it an id belongs to: 0 to 15.</summary>
    public int PartOf(SubscriberId id) => HexDigits.IndexOf(id.Value[Digits.Length], StringComparison.Ordinal);

    /// <summary>Which part of it another shard is, or is in: 0 to 15.</summary>
    public int PartOf(ShardName part) => HexDigits.IndexOf(part.Digits[Digits.Length], StringComparison.Ordinal);

    public bool Holds(SubscriberId id) => id.Value.StartsWith(Digits, StringComparison.Ordinal);

    /// <summary>An id for a newcomer in this shard.</summary>
    public SubscriberId NewId() => SubscriberId.New(Digits);

    public override string ToString() => Digits;
}
