using System.Collections.Frozen;
using System.Globalization;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.Reading;

namespace FunctionsPipeline.Cli.Migrate.Posts;

/// <summary>Gives each post an address of its own, which is also its file's name; the same for the same export.</summary>
internal sealed class ArticleNames
{
    /// <summary>Names that Windows keeps for devices, with any extension.</summary>
    private static readonly FrozenSet<string> Devices = FrozenSet.ToFrozenSet(
        ["con", "prn", "aux", "nul", .. Enumerable.Range(0, 10).SelectMany(n => new[] { $"com{n}", $"lpt{n}" })],
        StringComparer.Ordinal
    );

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <returns>The slug, and whether another post had it already.</returns>
    public (Slug Slug, bool WasTaken) Next(ExportedPost post)
    {
        var wanted = Wanted(post);
        if (_taken.Add(wanted.Value))
            return (wanted, false);
        for (var number = 2; ; number++)
        {
            var suffix = string.Create(CultureInfo.InvariantCulture, $"-{number}");
            var stem = wanted.Value[..Math.Min(wanted.Value.Length, Slug.MaxLength - suffix.Length)].TrimEnd('-');
            if (Slug.TryParse(stem + suffix, out var other) && _taken.Add(other.Value))
                return (other, true);
        }
    }

    private static Slug Wanted(ExportedPost post)
    {
        var text = post.Slug is { Length: > 0 } old ? Uri.UnescapeDataString(old) : post.Title;
        if (string.IsNullOrWhiteSpace(text))
            text = post.Where;
        if (!Slug.TryParse(text, out var slug))
            slug = SlugWriter.From(text);
        return Devices.Contains(slug.Value) ? Slug.Parse(slug.Value + "-article") : slug;
    }
}
