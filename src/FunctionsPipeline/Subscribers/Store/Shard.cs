using System.Buffers;
using FunctionsPipeline.Subscribers.Keys;

namespace FunctionsPipeline.Subscribers.Store;

/// <summary>
/// A shard as it was read. Finding one record looks at bytes, not at every record, so that a single change costs
/// the same in a shard of ten and of ten thousand but for the copying. Immutable.
/// </summary>
public sealed class Shard
{
    private const byte NewLine = (byte)'\n';
    private readonly SubscriberKeys _keys;
    private readonly ReadOnlyMemory<byte> _text;
    private readonly ShardHeader _header;
    private readonly int _bodyStart;

    /// <param name="content">The blob; empty for a shard that does not exist yet.</param>
    /// <exception cref="KeyMismatchException">It was written with other keys.</exception>
    public Shard(ShardName name, ReadOnlyMemory<byte> content, SubscriberKeys keys)
    {
        Name = name;
        _keys = keys;
        _text = content;
        if (content.IsEmpty)
        {
            _header = new ShardHeader(
                ShardFormat.Version,
                keys.ShardCheck,
                new Dictionary<string, string>(StringComparer.Ordinal),
                new Dictionary<DateOnly, DayCounts>()
            );
            return;
        }
        _bodyStart = content.Span.IndexOf(NewLine) + 1;
        if (_bodyStart == 0)
            throw new InvalidDataException($"Shard {name} is not what was written: it has no header.");
        _header = ShardReader.ReadHeader(content.Span[.._bodyStart]);
        if (_header.Version != ShardFormat.Version)
            throw new InvalidDataException(
                $"Shard {name} has format {_header.Version}; this version of the app knows {ShardFormat.Version}."
            );
        KeyMismatchException.Check(keys, _header.Check, _header.Keys, $"Shard {name}");
    }

    public ShardName Name { get; }

    /// <summary>Size in bytes.</summary>
    public int Length => _text.Length;

    /// <summary>What happened, by day (UTC).</summary>
    public IReadOnlyDictionary<DateOnly, DayCounts> Days => _header.Days;

    public Subscriber? Find(SubscriberId id) => Find(id, new TextPool());

    /// <param name="pool">Share it between many lookups.</param>
    internal Subscriber? Find(SubscriberId id, TextPool pool) => Record(LineAt(ShardFormat.RecordNeedle(id)), pool);

    public Subscriber? Find(EmailAddress address) =>
        Record(LineWith(ShardFormat.AddressNeedle(address)), new TextPool());

    /// <param name="hashes">All hashes of one address, <see cref="AddressHasher.Remembered"/>.</param>
    public Tombstone? Find(IReadOnlyList<AddressHash> hashes)
    {
        foreach (var hash in hashes)
        {
            if (LineWith(ShardFormat.TombstoneNeedle(hash)) is { IsEmpty: false } line)
                return ShardReader.ReadTombstone(line.Span);
        }
        return null;
    }

    /// <summary>All records, ordered by id. Parsed one by one as they are asked for.</summary>
    public IEnumerable<Subscriber> Subscribers()
    {
        var pool = new TextPool();
        foreach (var line in Lines())
        {
            if (line.Span.StartsWith(ShardFormat.RecordStart))
                yield return SubscriberReader.Read(line.Span, pool);
        }
    }

    /// <summary>All tombstones, ordered by hash.</summary>
    public IEnumerable<Tombstone> Tombstones()
    {
        foreach (var line in Lines())
        {
            if (line.Span.StartsWith(ShardFormat.TombstoneStart))
                yield return ShardReader.ReadTombstone(line.Span);
        }
    }

    /// <summary>Begins a change.</summary>
    public ShardEdit Edit() => new(this);

    internal Shard Apply(ShardEdit edit, IReadOnlyList<(byte[] Needle, byte[]? Line)> lines)
    {
        var body = _text[_bodyStart..];
        foreach (var (needle, line) in lines)
            body = Replace(body, needle, line);
        var header = new ArrayBufferWriter<byte>(512);
        ShardWriter.WriteHeader(header, _keys.ShardCheck, _keys.Suppression, edit.Days);
        return new Shard(Name, Join(header.WrittenSpan, body.Span), _keys);
    }

    /// <summary>Writes everything again: for changes that touch many records.</summary>
    internal Shard Rewrite(ShardEdit edit, IEnumerable<Subscriber> records)
    {
        var output = new ArrayBufferWriter<byte>(_text.Length + 4096);
        ShardWriter.WriteHeader(output, _keys.ShardCheck, _keys.Suppression, edit.Days);
        foreach (var record in records.OrderBy(r => r.Id))
            ShardWriter.Write(output, record);
        foreach (var tombstone in Tombstones())
            ShardWriter.Write(output, tombstone);
        return new Shard(Name, output.WrittenMemory.ToArray(), _keys);
    }

    internal ReadOnlyMemory<byte> Content => _text;

    /// <summary>All lines but the header, in order, each with its line end.</summary>
    internal IEnumerable<ReadOnlyMemory<byte>> Lines()
    {
        var rest = _text[_bodyStart..];
        while (!rest.IsEmpty)
        {
            var end = rest.Span.IndexOf(NewLine) + 1;
            if (end == 0)
                throw new InvalidDataException(
                    $"Shard {Name} is not what was written: it ends in the middle of a line."
                );
            yield return rest[..end];
            rest = rest[end..];
        }
    }

    private ReadOnlyMemory<byte> LineWith(byte[] needle)
    {
        var body = _text[_bodyStart..];
        var at = body.Span.IndexOf(needle);
        if (at < 0)
            return default;
        var start = body.Span[..at].LastIndexOf(NewLine) + 1;
        return body[start..(at + body.Span[at..].IndexOf(NewLine) + 1)];
    }

    /// <summary>The line that starts with a needle, by halving: lines are in order.</summary>
    private ReadOnlyMemory<byte> LineAt(byte[] needle)
    {
        var text = _text.Span;
        var (from, to) = (_bodyStart, text.Length);
        while (from < to)
        {
            var middle = from + ((to - from) / 2);
            var start = from + text[from..middle].LastIndexOf(NewLine) + 1;
            var end = middle + text[middle..].IndexOf(NewLine) + 1;
            if (end == middle)
                throw new InvalidDataException(
                    $"Shard {Name} is not what was written: it ends in the middle of a line."
                );
            var order = Order(text[start..end], needle);
            if (order == 0)
                return _text[start..end];
            (from, to) = order < 0 ? (end, to) : (from, start);
        }
        return default;
    }

    private static Subscriber? Record(ReadOnlyMemory<byte> line, TextPool pool) =>
        line.IsEmpty ? null : SubscriberReader.Read(line.Span, pool);

    /// <summary>Replaces, adds (in order) or, for a null line, removes the line that starts with a needle.</summary>
    private static byte[] Replace(ReadOnlyMemory<byte> body, byte[] needle, byte[]? line)
    {
        var text = body.Span;
        var start = 0;
        // Records ('i') come before tombstones ('h'); within each, lines are in ordinal order.
        while (start < text.Length)
        {
            var order = Order(text[start..], needle);
            if (order == 0)
            {
                var length = text[start..].IndexOf(NewLine) + 1;
                return Join(text[..start], line, text[(start + length)..]);
            }
            if (order > 0)
                break;
            start += text[start..].IndexOf(NewLine) + 1;
        }
        return Join(text[..start], line, text[start..]);
    }

    private static int Order(ReadOnlySpan<byte> line, byte[] needle)
    {
        const int kind = 2;
        if (line[kind] != needle[kind])
            return line[kind] == (byte)'h' ? 1 : -1;
        return line[..Math.Min(line.Length, needle.Length)].SequenceCompareTo(needle);
    }

    private static byte[] Join(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c = default)
    {
        var all = new byte[a.Length + b.Length + c.Length];
        a.CopyTo(all);
        b.CopyTo(all.AsSpan(a.Length));
        c.CopyTo(all.AsSpan(a.Length + b.Length));
        return all;
    }
}
