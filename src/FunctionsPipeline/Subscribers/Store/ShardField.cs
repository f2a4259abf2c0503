namespace FunctionsPipeline.Subscribers.Store;

/// <summary>
/// The names in a shard's lines, one letter each but for the header's and the rare ones: what <see cref="ShardWriter"/>
/// writes and <see cref="ShardReader"/> reads. README.md lists them. They are in accounts: never change one, and never
/// give a letter a second meaning in the same object.
/// </summary>
internal static class ShardField
{
    // A record.
    public const byte Id = (byte)'i';
    public const byte Address = (byte)'a';
    public const byte Name = (byte)'n';
    public const byte Language = (byte)'l';
    public const byte Subscriptions = (byte)'s';
    public const byte Topics = (byte)'o';
    public const byte Frequency = (byte)'f';
    public const byte PausedUntil = (byte)'u';
    public const byte Pending = (byte)'q';

    /// <summary>One request alone, as it was kept before there could be several. Read, never written.</summary>
    public const byte SinglePending = (byte)'p';

    public const byte Suppressed = (byte)'x';
    public const byte SoftBounces = (byte)'d';
    public const byte Access = (byte)'g';
    public const byte Changes = (byte)'c';

    // Inside a record, and in a tombstone.
    public const byte Newsletter = (byte)'w';
    public const byte Basis = (byte)'b';
    public const byte Time = (byte)'t';
    public const byte Evidence = (byte)'e';
    public const byte Left = (byte)'x';
    public const byte Reason = (byte)'r';
    public const byte Hash = (byte)'h';
    public const byte Until = (byte)'u';
    public const byte Key = (byte)'k';

    private static readonly byte[] Letters = [.. Enumerable.Range(0, 128).Select(letter => (byte)letter)];

    // The header.
    public static ReadOnlySpan<byte> Version => "v"u8;

    public static ReadOnlySpan<byte> Check => "check"u8;

    public static ReadOnlySpan<byte> Keys => "keys"u8;

    public static ReadOnlySpan<byte> Days => "days"u8;

    // The header of a shard that was split.
    public static ReadOnlySpan<byte> Split => "split"u8;

    public static ReadOnlySpan<byte> PlacedBy => "by"u8;

    public static ReadOnlySpan<byte> Seed => "seed"u8;

    public static ReadOnlySpan<byte> Places => "places"u8;

    /// <summary>How the header names a day.</summary>
    public const string DayFormat = "yyyy-MM-dd";

    // A tombstone.
    public static ReadOnlySpan<byte> Unfinished => "todo"u8;

    /// <summary>A letter as a name to write.</summary>
    public static ReadOnlySpan<byte> Of(byte letter) => Letters.AsSpan(letter, 1);
}
