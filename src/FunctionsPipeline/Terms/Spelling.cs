namespace FunctionsPipeline.Terms;

/// <summary>
/// Guesses which word was meant. The framework has no edit distance, and one hint is not worth a dependency.
/// </summary>
public static class Spelling
{
    private const int LongestWord = 40;

    /// <summary>
    /// The candidate that differs by at most two letters (one, for words of up to four letters), where two neighbours
    /// in the wrong order count as one; compared without case.
    /// </summary>
    /// <returns>The first of the nearest; null if none is near.</returns>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        if (word.Length is 0 or > LongestWord)
            return null;
        var allowed = word.Length <= 4 ? 1 : 2;
        var small = word.ToLowerInvariant();
        return candidates
            .Where(c => Math.Abs(c.Length - word.Length) <= allowed)
            .Select(c => (Candidate: c, Distance: Distance(small, c.ToLowerInvariant())))
            .Where(c => c.Distance <= allowed && c.Distance < word.Length)
            .OrderBy(c => c.Distance)
            .Select(c => c.Candidate)
            .FirstOrDefault();
    }

    /// <summary>Optimal string alignment distance.</summary>
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var changed = d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, changed);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }
        return d[a.Length, b.Length];
    }
}
