using System.Numerics;
using System.Runtime.InteropServices;
using FunctionsPipeline.Articles.Outline;

namespace FunctionsPipeline.Articles.Lint.Sentences;

/// <summary>
/// Counts what <see cref="SentenceReader"/> counts, 64 characters at once, in texts of ASCII letters and smart punctuation.
/// </summary>
internal static class SentenceBlocks
{
    /// <summary>Appends a text's sentences.</summary>
    /// <returns>False for a text that holds other characters, or a very long word; some sentences may be appended.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, List<Sentence> sentences)
    {
        var (words, syllables) = (0, 0);
        for (var at = 0; at < text.Length; )
        {
            var block = CharacterBlock.Read(text[at..]);
            if (block.IsForeign)
                return false;
            var letters = block.LettersAndDigits;
            var inWords = CharacterBlock.Words(letters, block.Of('\'') | block.Of('-'), isInWord: false);
            // A word that may go on behind the block is left to the next one.
            var length = CharacterBlock.Length - BitOperations.LeadingZeroCount(~inWords);
            if (length == 0)
                return false;
            var marks = new WordMarks(block, inWords & Below(length));
            var ends = (block.Of('.') | block.Of('!') | block.Of('?')) & Below(length);
            var from = 0;
            for (; ends != 0; ends &= ends - 1)
            {
                var end = BitOperations.TrailingZeroCount(ends);
                marks.Count(Below(end) & ~Below(from), ref words, ref syllables);
                from = end;
                if (words == 0 || !SentenceReader.EndsAt(text, at + end + 1))
                    continue;
                sentences.Add(new Sentence(words, syllables));
                (words, syllables) = (0, 0);
            }
            marks.Count(~Below(from), ref words, ref syllables);
            at += length;
        }
        if (words > 0)
            sentences.Add(new Sentence(words, syllables));
        return true;
    }

    /// <summary>A mask of the bits below one.</summary>
    private static ulong Below(int bit) => bit >= 64 ? ulong.MaxValue : (1UL << bit) - 1;

    /// <summary>A block's words, each counted where it ends.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly ref struct WordMarks
    {
        private readonly ulong _ends;
        private readonly ulong _groups;
        private readonly ulong _withoutVowels;
        private readonly ulong _silent;

        /// <param name="words">Whole words; the last bit belongs to none.</param>
        public WordMarks(CharacterBlock block, ulong words)
        {
            var vowels = block.Vowels & words;
            var starts = words & ~(words << 1);
            _ends = words & ~(words >> 1);
            _groups = vowels & ~(vowels << 1);
            // Added to its first character, a word without vowels carries to behind its end.
            _withoutVowels = (((words & ~vowels) + starts) & ~words & (words << 1)) >> 1;
            var silent = _ends & block.OfLetter('e') & ~(block.OfLetter('l') << 1) & (words << 1) & (words << 2);
            for (var left = silent; left != 0; left &= left - 1)
            {
                var end = BitOperations.TrailingZeroCount(left);
                var start = 64 - BitOperations.LeadingZeroCount(~words & Below(end));
                // The only vowel of a word is not silent.
                if (BitOperations.PopCount(_groups & Below(end + 1) & ~Below(start)) < 2)
                    silent &= ~(1UL << end);
            }
            _silent = silent;
        }

        /// <param name="part">A mask of the characters that count. No word is parted by it.</param>
        public void Count(ulong part, ref int words, ref int syllables)
        {
            words += BitOperations.PopCount(_ends & part);
            syllables +=
                BitOperations.PopCount(_groups & part)
                + BitOperations.PopCount(_withoutVowels & part)
                - BitOperations.PopCount(_silent & part);
        }
    }
}
