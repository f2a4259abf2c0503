using System.Buffers;
using System.Text.Json;
using FunctionsPipeline.Subscribers.Keys;

namespace FunctionsPipeline.Subscribers.Store;

/// <summary>
/// What a shard's blob holds once it was split: one line that says by which split, and where each address is. It never
/// changes again and never becomes a shard again, so that a process may remember it.
/// </summary>
/// <param name="Name">The shard that was split.</param>
/// <param name="Id">The split's id; the blobs of its parts are named by it.</param>
/// <param name="KeyId">The suppression key under whose hashes <paramref name="Places"/> knows addresses.</param>
internal sealed record ShardSplit(ShardName Name, string Id, string KeyId, AddressPlaces Places)
{
    /// <summary>How its line begins: a format that no version before this one reads as a shard.</summary>
    private static ReadOnlySpan<byte> Start => "{\"v\":2,"u8;

    public static bool IsAt(ReadOnlySpan<byte> blob) => blob.StartsWith(Start);

    /// <exception cref="KeyMismatchException">It was written with other keys.</exception>
    public static ShardSplit Read(ShardName name, ReadOnlySpan<byte> blob, SubscriberKeys keys)
    {
        var header = ShardReader.ReadHeader(blob);
        KeyMismatchException.Check(keys, header.Check, header.Keys, $"Shard {name}");
        var json = new Utf8JsonReader(blob);
        string id = "",
            keyId = "";
        var seed = 0;
        byte[] table = [];
        json.Read();
        while (json.NextName())
        {
            if (json.ValueTextEquals(ShardField.Split))
                id = json.ReadText();
            else if (json.ValueTextEquals(ShardField.PlacedBy))
                keyId = json.ReadText();
            else if (json.ValueTextEquals(ShardField.Seed))
                seed = json.ReadNumber();
            else if (json.ValueTextEquals(ShardField.Places))
            {
                json.Read();
                table = json.GetBytesFromBase64();
            }
            else
                json.PassOver();
        }
        return new ShardSplit(name, id, keyId, new AddressPlaces(seed, table));
    }

    public byte[] Write(SubscriberKeys keys)
    {
        var output = new ArrayBufferWriter<byte>(Places.Table.Length * 2);
        ShardWriter.WriteSplit(output, keys.ShardCheck, keys.Suppression, this);
        return output.WrittenSpan.ToArray();
    }

    /// <param name="hashes">All hashes of one address, <see cref="AddressHasher.Remembered"/>.</param>
    /// <returns>0 to 15.</returns>
    public int PartOf(IEnumerable<AddressHash> hashes) => Places.PartOf(hashes.First(h => h.KeyId == KeyId));

    /// <param name="digit">0 to 15.</param>
    public ShardNode Part(int digit) => ShardNode.OfPart(Name.Part(digit), Id);

    /// <summary>All 16, in the order of ids.</summary>
    public IEnumerable<ShardNode> Parts() => Enumerable.Range(0, ShardName.Parts).Select(Part);
}
