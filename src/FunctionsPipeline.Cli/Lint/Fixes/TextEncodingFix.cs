using System.Text;
using FunctionsPipeline.Input;

namespace FunctionsPipeline.Cli.Lint.Fixes;

/// <summary>
/// Bytes to text and back: a file in Windows-1252 becomes UTF-8 as it is read, and invisible characters are left out
/// as publishing leaves them out. A byte order mark stays where there is one.
/// </summary>
internal static class TextEncodingFix
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <param name="isOld">The reader took it for Windows-1252.</param>
    /// <returns>Null for UTF-16, which is left alone.</returns>
    public static string? Decode(ReadOnlySpan<byte> bytes, bool isOld)
    {
        try
        {
            if (bytes.StartsWith(Encoding.UTF8.Preamble))
                bytes = bytes[3..];
            return bytes.Contains((byte)0) ? null
                : isOld ? Windows1252.GetString(bytes)
                : Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <param name="original">As the file was: with a byte order mark or without.</param>
    public static byte[] Encode(string text, ReadOnlySpan<byte> original)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return original.StartsWith(Encoding.UTF8.Preamble) ? [.. Encoding.UTF8.Preamble, .. bytes] : bytes;
    }

    public static string WithoutControls(string text) =>
        InvisibleCharacters.FromText(string.Concat(text.Where(c => c >= ' ' || c is '\t' or '\n' or '\f' or '\r')));
}
