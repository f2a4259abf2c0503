namespace FunctionsPipeline.Articles.Reading.FrontMatter;

/// <summary>Guesses which word was meant. The framework has no edit distance, and one hint is not worth a dependency.</summary>
internal static class Spelling
{
    /// <summary>The candidate at most two letters away (one, for words of up to four letters), compared without case; null if none is.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        var allowed = word.Length <= 4 ? 1 : 2;
        return word.Length > 40
            ? null
            : candidates
                .Select(c => (Candidate: c, Distance: Distance(word, c.ToLowerInvariant())))
                .Where(c => c.Distance <= allowed)
                .OrderBy(c => c.Distance)
                .Select(c => c.Candidate)
                .FirstOrDefault();
    }

    /// <summary>Levenshtein's distance: how many letters to put in, take out or change.</summary>
    private static int Distance(string a, string b)
    {
        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j < row.Length; j++)
            row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), changed);
            }
        }
        return row[b.Length];
    }
}
