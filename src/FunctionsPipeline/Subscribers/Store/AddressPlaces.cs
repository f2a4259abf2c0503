using System.Buffers.Binary;
using System.Buffers.Text;
using FunctionsPipeline.Subscribers.Keys;

namespace FunctionsPipeline.Subscribers.Store;

/// <summary>
/// Says which of 16 parts an address belongs to. Ids are random, so that an address does not tell the digits of its id; this
/// remembers them for all addresses of a shard in 0.6 byte each. It holds no hash of anyone: any other address gets an answer
/// too, always the same one, and so it cannot be asked who is in it, not even after a person was erased.
/// </summary>
/// <remarks>
/// A Bloomier filter (Chazelle, Kilian, Rubinfeld, Tal 2004): each address has three slots, one in each third of the table,
/// and its part is the XOR of what stands there. Slots are given their values in an order in which each address has one
/// slot that no later one uses; for a table 1.23 times as large as the addresses are many, such an order exists for nearly
/// every seed. <b>Tables are in accounts: how a slot is found never changes.</b>
/// </remarks>
internal sealed class AddressPlaces
{
    private const int Choices = 3;

    /// <summary>For each seed it goes well nine times in ten.</summary>
    private const int MostSeeds = 64;

    /// <summary>Two slots a byte.</summary>
    private readonly byte[] _table;

    private readonly int _third;

    public AddressPlaces(int seed, byte[] table)
    {
        (Seed, _table) = (seed, table);
        _third = table.Length * 2 / Choices;
        if (table.Length == 0 || _third * Choices != table.Length * 2)
            throw new InvalidDataException($"A table of {table.Length} bytes is not what was written.");
    }

    public int Seed { get; }

    public ReadOnlySpan<byte> Table => _table;

    /// <param name="parts">0 to 15, for each address.</param>
    public static AddressPlaces Of(IReadOnlyDictionary<AddressHash, int> parts)
    {
        var byKey = parts.ToDictionary(p => KeyOf(p.Key), p => p.Value);
        // A multiple of two, so that the three thirds fill whole bytes.
        var third = ((int)(byKey.Count * 1.23 / Choices) + 12) / 2 * 2;
        for (var seed = 0; seed < MostSeeds; seed++)
        {
            var places = new AddressPlaces(seed, new byte[third * Choices / 2]);
            if (places.TryFill(byKey))
                return places;
        }
        throw new InvalidOperationException($"No table was found for {byKey.Count} addresses.");
    }

    /// <returns>0 to 15.</returns>
    public int PartOf(AddressHash address)
    {
        var key = KeyOf(address);
        var part = 0;
        for (var choice = 0; choice < Choices; choice++)
            part ^= Get(SlotOf(key, choice));
        return part;
    }

    private bool TryFill(Dictionary<ulong, int> parts)
    {
        // What stands in slots that no one uses spreads newcomers evenly.
        for (var i = 0; i < _table.Length; i++)
            _table[i] = (byte)Mix((ulong)i);
        if (Order(parts.Keys) is not { } order)
            return false;
        for (var i = order.Count - 1; i >= 0; i--)
        {
            var (key, slot) = order[i];
            var part = parts[key];
            for (var choice = 0; choice < Choices; choice++)
            {
                if (SlotOf(key, choice) is var other && other != slot)
                    part ^= Get(other);
            }
            Set(slot, part);
        }
        return true;
    }

    /// <summary>Takes away, again and again, an address that has a slot for itself.</summary>
    /// <returns>Each with that slot, in the order of taking; null if some are left that have none.</returns>
    private List<(ulong Key, int Slot)>? Order(Dictionary<ulong, int>.KeyCollection keys)
    {
        var users = new int[_third * Choices];
        var together = new ulong[users.Length];
        var alone = new Stack<int>();
        foreach (var key in keys)
            Use(key, 1);
        foreach (var slot in Enumerable.Range(0, users.Length).Where(slot => users[slot] == 1))
            alone.Push(slot);
        var order = new List<(ulong, int)>(keys.Count);
        while (alone.TryPop(out var slot))
        {
            if (users[slot] != 1)
                continue;
            var key = together[slot];
            order.Add((key, slot));
            Use(key, -1);
        }
        return order.Count == keys.Count ? order : null;

        void Use(ulong key, int change)
        {
            for (var choice = 0; choice < Choices; choice++)
            {
                var slot = SlotOf(key, choice);
                users[slot] += change;
                together[slot] ^= key;
                if (change < 0 && users[slot] == 1)
                    alone.Push(slot);
            }
        }
    }

    private int SlotOf(ulong key, int choice) =>
        (choice * _third) + (int)(Mix(key ^ Mix((ulong)((Seed * Choices) + choice + 1))) % (ulong)_third);

    private int Get(int slot) => (_table[slot / 2] >> (slot % 2 * 4)) & 0xf;

    private void Set(int slot, int part)
    {
        var shift = slot % 2 * 4;
        _table[slot / 2] = (byte)((_table[slot / 2] & ~(0xf << shift)) | (part << shift));
    }

    /// <summary>Hashes are keyed and uniform: 64 bits of one distinguish all addresses of a shard.</summary>
    private static ulong KeyOf(AddressHash address) =>
        BinaryPrimitives.ReadUInt64LittleEndian(Base64Url.DecodeFromChars(address.Hash));

    /// <summary>The finalizer of SplitMix64 (Steele, Lea, Flood 2014).</summary>
    private static ulong Mix(ulong x)
    {
        x += 0x9e3779b97f4a7c15;
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
        x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
        return x ^ (x >> 31);
    }
}
