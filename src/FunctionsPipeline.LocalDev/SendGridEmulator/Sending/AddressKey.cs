using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FunctionsPipeline.LocalDev.SendGridEmulator.Sending;

/// <summary>
/// Eight bytes instead of an address, so that a million can be counted: the first of SHA-256 over its lower-case UTF-8.
/// </summary>
public static class AddressKey
{
    public static ulong Of(string address)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(address.ToLowerInvariant()), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }
}
