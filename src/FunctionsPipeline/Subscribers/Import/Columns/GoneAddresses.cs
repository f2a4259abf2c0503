using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FunctionsPipeline.Subscribers.Import.Columns;

/// <summary>
/// Addresses of which any row of a file says that they are gone, so that another row cannot import them: an export of
/// several lists names a person once for each. Eight bytes of a hash for each; lies beside the file and is deleted with
/// it.
/// </summary>
internal sealed class GoneAddresses
{
    /// <summary>Some 100 MB while the file is read.</summary>
    public const int Most = 4_000_000;

    private readonly HashSet<ulong> _hashes = [];

    public int Count => _hashes.Count;

    public static GoneAddresses Read(ReadOnlySpan<byte> bytes)
    {
        var gone = new GoneAddresses();
        gone._hashes.EnsureCapacity(bytes.Length / sizeof(ulong));
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            gone._hashes.Add(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        return gone;
    }

    public byte[] Write()
    {
        var bytes = new byte[_hashes.Count * sizeof(ulong)];
        foreach (var (index, hash) in _hashes.Index())
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(index * sizeof(ulong)), hash);
        return bytes;
    }

    /// <exception cref="ImportFileException">The file has too many.</exception>
    public void Add(EmailAddress address)
    {
        _hashes.Add(HashOf(address));
        if (_hashes.Count > Most)
        {
            throw new ImportFileException(
                $"The file has more than {Most} people who left. Remove their rows, or split the file by newsletter."
            );
        }
    }

    public bool Has(EmailAddress address) => _hashes.Count > 0 && _hashes.Contains(HashOf(address));

    private static ulong HashOf(EmailAddress address)
    {
        Span<byte> text = stackalloc byte[512];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..Encoding.UTF8.GetBytes(address.Value, text)], hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }
}
