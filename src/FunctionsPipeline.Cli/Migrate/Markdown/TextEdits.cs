using System.Text;

namespace FunctionsPipeline.Cli.Migrate.Markdown;

/// <summary>Replacements in a text, collected in any order and made at once.</summary>
internal sealed class TextEdits(string text)
{
    private readonly List<(int Start, int End, string Replacement)> _edits = [];

    /// <param name="end">The first character that stays.</param>
    public void Replace(int start, int end, string replacement) => _edits.Add((start, end, replacement));

    /// <summary>The text with all replacements; of two that overlap, the one that begins first, then the longer.</summary>
    public string Apply()
    {
        if (_edits.Count == 0)
            return text;
        var result = new StringBuilder(text.Length);
        var at = 0;
        foreach (var (start, end, replacement) in _edits.OrderBy(e => e.Start).ThenByDescending(e => e.End))
        {
            if (start < at)
                continue;
            result.Append(text, at, start - at).Append(replacement);
            at = end;
        }
        return result.Append(text, at, text.Length - at).ToString();
    }
}
