using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FunctionsPipeline.Articles.Outline;

/// <summary>
/// 64 characters of a text at once, each as one bit of a mask, the first as the lowest. Words are counted several times over
/// each article; looking at one character after another, the processor guesses wrong at the end of nearly every word.
/// </summary>
/// <remarks>
/// Holds ASCII and the punctuation that smart quotes, dashes and ellipses are shown by; see <see cref="IsForeign"/>.
/// </remarks>
internal readonly struct CharacterBlock
{
    public const int Length = 64;

    private readonly Vector512<byte> _characters;

    private CharacterBlock(Vector512<byte> characters) => _characters = characters;

    /// <summary>It holds letters or signs that are not known here. No mask has them.</summary>
    public bool IsForeign => _characters.ExtractMostSignificantBits() != 0;

    /// <summary>ASCII letters and digits.</summary>
    public ulong LettersAndDigits => In('a', 26, _characters | Vector512.Create((byte)0x20)) | In('0', 10, _characters);

    public ulong Vowels
    {
        get
        {
            var small = _characters | Vector512.Create((byte)0x20);
            return (
                Vector512.Equals(small, Vector512.Create((byte)'a'))
                | Vector512.Equals(small, Vector512.Create((byte)'e'))
                | Vector512.Equals(small, Vector512.Create((byte)'i'))
                | Vector512.Equals(small, Vector512.Create((byte)'o'))
                | Vector512.Equals(small, Vector512.Create((byte)'u'))
                | Vector512.Equals(small, Vector512.Create((byte)'y'))
            ).ExtractMostSignificantBits();
        }
    }

    /// <summary>The first characters of a text; spaces behind its end.</summary>
    public static CharacterBlock Read(ReadOnlySpan<char> text)
    {
        if (text.Length >= Length)
            return Of(text);
        Span<char> padded = stackalloc char[Length];
        padded.Fill(' ');
        text.CopyTo(padded);
        return Of(padded);
    }

    /// <summary>
    /// Where a character stands: an apostrophe of either form as <c>'</c>, an ellipsis as <c>!</c>.
    /// </summary>
    public ulong Of(char character) =>
        Vector512.Equals(_characters, Vector512.Create((byte)character)).ExtractMostSignificantBits();

    /// <summary>Where a letter stands, large or small.</summary>
    public ulong OfLetter(char small) =>
        Vector512
            .Equals(_characters | Vector512.Create((byte)0x20), Vector512.Create((byte)small))
            .ExtractMostSignificantBits();

    /// <summary>
    /// The words: letters and digits, and the joining signs that follow them without a gap.
    /// </summary>
    /// <param name="isInWord">Does the character before the block belong to a word?</param>
    public static ulong Words(ulong letters, ulong joining, bool isInWord)
    {
        // An addition carries from the first sign of a row of them through all of it.
        var first = ((letters << 1) | (isInWord ? 1UL : 0)) & joining;
        return letters | (((joining + first) ^ joining) & joining);
    }

    private static CharacterBlock Of(ReadOnlySpan<char> text)
    {
        ref var first = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<char, ushort>(text));
        return new CharacterBlock(
            Vector512.NarrowWithSaturation(
                Plain(Vector512.LoadUnsafe(ref first)),
                Plain(Vector512.LoadUnsafe(ref first, (nuint)Vector512<ushort>.Count))
            )
        );
    }

    /// <summary>Smart punctuation as the ASCII character that means the same to a word or a sentence.</summary>
    private static Vector512<ushort> Plain(Vector512<ushort> text)
    {
        if (!Vector512.GreaterThanAny(text, Vector512.Create((ushort)0x7F)))
            return text;
        text = Instead(text, '\u2019', '\'');
        text = Instead(text, '\u2026', '!');
        foreach (var sign in "\u2013\u2014\u2018\u201C\u201D\u00A0")
            text = Instead(text, sign, ' ');
        return text;
    }

    private static Vector512<ushort> Instead(Vector512<ushort> text, char of, char plain) =>
        Vector512.ConditionalSelect(
            Vector512.Equals(text, Vector512.Create((ushort)of)),
            Vector512.Create((ushort)plain),
            text
        );

    private static ulong In(char first, byte count, Vector512<byte> characters) =>
        Vector512
            .LessThan(characters - Vector512.Create((byte)first), Vector512.Create(count))
            .ExtractMostSignificantBits();
}
