using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Articles.Reading.FrontMatter;

/// <summary>
/// Collects a map's entries: each key once, and no more than a map may have, with one finding for all the rest.
/// </summary>
internal sealed class MapBuilder(List<Finding> findings)
{
    private readonly Dictionary<string, MapEntry> _byKey = new(StringComparer.Ordinal);
    private bool _isFull;

    public List<MapEntry> Entries { get; } = [];

    public MapEntry? Find(string plainKey) => _byKey.GetValueOrDefault(plainKey);

    /// <summary>
    /// Spellings that mean the same here (<c>publish_at</c>, <c>publishAt</c>) are one key: the first holds.
    /// </summary>
    public void Add(MapEntry entry)
    {
        if (_byKey.TryGetValue(entry.PlainKey, out var first))
        {
            // Which of them was meant decides whether readers see the article.
            var contradicts =
                (
                    FrontMatterKeys.Visibility.Contains(entry.PlainKey)
                    || HoldingKeys.Of(entry.PlainKey) != HoldingKeys.Effect.None
                ) && !SameText(first.Value, entry.Value);
            findings.Add(
                new Finding(
                    "front-matter-twice",
                    contradicts ? Severity.Error : Severity.Warning,
                    contradicts
                        ? $"'{EntryValues.Short(entry.Key)}' is written twice with different values, here and on line {first.Line}."
                        : $"'{EntryValues.Short(entry.Key)}' is written twice; the first, on line {first.Line}, holds.",
                    "Remove one of them.",
                    entry.Line,
                    entry.Column
                )
            );
        }
        else if (Entries.Count < FrontMatterLimits.Entries)
        {
            _byKey.Add(entry.PlainKey, entry);
            Entries.Add(entry);
        }
        else if (!_isFull)
        {
            _isFull = true;
            findings.Add(
                new Finding(
                    "front-matter-too-many",
                    // Among those that are not read may be one that keeps the article off the site.
                    Severity.Error,
                    $"There are more than {FrontMatterLimits.Entries} keys.",
                    "Remove the keys that the article does not need.",
                    entry.Line,
                    entry.Column
                )
            );
        }
    }

    private static bool SameText(FrontMatterNode first, FrontMatterNode second) =>
        first is ScalarNode one
        && second is ScalarNode other
        && one.Text.Trim().Equals(other.Text.Trim(), StringComparison.OrdinalIgnoreCase);
}
