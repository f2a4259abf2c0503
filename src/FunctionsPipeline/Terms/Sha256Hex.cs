using System.Security.Cryptography;
using System.Text;

namespace FunctionsPipeline.Terms;

/// <summary>SHA-256 in small hex digits, for names and comparisons. Nothing secret is protected by it.</summary>
public static class Sha256Hex
{
    /// <param name="text">Hashed as UTF-8.</param>
    /// <param name="bytes">How many bytes of the hash, from the first; each is two digits.</param>
    public static string Of(string text, int bytes = SHA256.HashSizeInBytes) => Of(Encoding.UTF8.GetBytes(text), bytes);

    /// <inheritdoc cref="Of(string, int)"/>
    public static string Of(ReadOnlySpan<byte> content, int bytes = SHA256.HashSizeInBytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return Convert.ToHexStringLower(hash[..bytes]);
    }
}
