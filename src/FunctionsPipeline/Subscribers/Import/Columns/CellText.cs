using System.Globalization;
using System.Text;

namespace FunctionsPipeline.Subscribers.Import.Columns;

/// <summary>
/// How names of columns and words in cells are compared: letters and digits only, in lower case, without accents. So
/// <c>Opt-Out</c>, <c>opt_out</c> and <c>optout</c> are one name, and <c>Désabonné</c> is <c>desabonne</c>.
/// </summary>
internal static class CellText
{
    /// <summary>Characters that a status word may have; a longer text is none.</summary>
    public const int MostLength = 64;

    private static readonly char[] Plain = [.. Enumerable.Range(0, 0x180).Select(c => PlainOf((char)c))];

    /// <param name="plain">At least <paramref name="most"/> characters.</param>
    /// <param name="most">Characters that are written at most.</param>
    /// <returns>How many characters were written; -1 for a text that is too long.</returns>
    public static int Normalise(ReadOnlySpan<char> text, Span<char> plain, int most = MostLength)
    {
        var length = 0;
        foreach (var c in text)
        {
            if (!IsKept(c))
                continue;
            if (length == most)
                return -1;
            plain[length++] = Fold(c);
        }
        return length;
    }

    /// <summary>The same without a limit, for names of columns and for the tables.</summary>
    public static string Normalise(string text) => string.Concat(text.Where(IsKept).Select(Fold));

    /// <summary>
    /// The words of a name, each normalised: <c>Email_State</c> and <c>emailState</c> have the words email and state.
    /// </summary>
    public static IReadOnlyList<string> Words(string name)
    {
        var spaced = new StringBuilder();
        var before = ' ';
        foreach (var c in name)
        {
            if (!IsKept(c) || (char.IsUpper(c) && char.IsLower(before)))
                spaced.Append(' ');
            spaced.Append(IsKept(c) ? c : ' ');
            before = c;
        }
        return [.. spaced.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Normalise)];
    }

    // Accents that follow their letter, as macOS writes them, are no letters.
    private static bool IsKept(char c) => char.IsLetterOrDigit(c);

    private static char Fold(char c) => c < Plain.Length ? Plain[c] : char.ToLowerInvariant(c);

    private static char PlainOf(char c) =>
        char.ToLowerInvariant(
            c.ToString()
                .Normalize(NormalizationForm.FormD)
                .FirstOrDefault(part => CharUnicodeInfo.GetUnicodeCategory(part) != UnicodeCategory.NonSpacingMark, c)
        );
}
