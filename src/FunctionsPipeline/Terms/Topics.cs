using System.Collections.Concurrent;

namespace FunctionsPipeline.Terms;

/// <summary>
/// Topics that something is about or asked for, compared as tags are: by the page they share. "Back pain", "back-pain" and
/// "BACK PAIN" are one topic; the same rule decides about feeds, other sites, issues and readers' choices.
/// </summary>
public sealed class Topics
{
    /// <summary>Other spellings that are remembered: a million readers choose among a few dozen topics.</summary>
    private const int MaxRemembered = 1_000;

    private readonly HashSet<string> _slugs;
    private readonly ConcurrentDictionary<string, bool> _remembered = new(StringComparer.Ordinal);

    private Topics(HashSet<string> slugs) => _slugs = slugs;

    /// <summary>What is blank is no topic.</summary>
    public static Topics Of(IEnumerable<string> names) =>
        new([.. names.Select(name => Term.From(name)?.Slug).OfType<string>()]);

    /// <summary>Is one of the names among these topics?</summary>
    public bool Overlaps(IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (Contains(name))
                return true;
        }
        return false;
    }

    /// <summary>How many of these topics are among the names, however often each is named.</summary>
    public int CountIn(IReadOnlyList<string> names) =>
        names
            .Select(name => Term.From(name)?.Slug)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Count(_slugs.Contains);

    /// <summary>Does something with these tags match the chosen topics? No chosen topic matches everything.</summary>
    public static bool Match(IReadOnlyList<string> wanted, IReadOnlyList<string> tags) =>
        wanted.Count == 0 || (tags.Count > 0 && Of(wanted).Overlaps(tags));

    private bool Contains(string name)
    {
        if (_remembered.TryGetValue(name, out var known))
            return known;
        var found = Term.From(name) is { } term && _slugs.Contains(term.Slug);
        if (_remembered.Count < MaxRemembered)
            _remembered.TryAdd(name, found);
        return found;
    }
}
