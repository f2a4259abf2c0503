using System.Diagnostics.CodeAnalysis;

namespace FunctionsPipeline.Articles;

/// <summary>
/// An article's address on the site: 1 to 80 characters of <c>a-z</c>, <c>0-9</c> and single hyphens, neither first nor
/// last a hyphen, and none of <see cref="Reserved"/>.
/// </summary>
public readonly record struct Slug : IComparable<Slug>
{
    public const int MaxLength = 80;

    private Slug(string value) => Value = value;

    public string Value { get; }

    /// <summary>Names that the site itself uses at its top level.</summary>
    public static IReadOnlySet<string> Reserved { get; } =
        new HashSet<string>(StringComparer.Ordinal)
        {
            "404",
            "about",
            "admin",
            "api",
            "archive",
            "assets",
            "authors",
            "feed",
            "feeds",
            "images",
            "index",
            "issues",
            "newsletter",
            "newsletters",
            "preferences",
            "robots",
            "rss",
            "search",
            "settings",
            "sitemap",
            "subscribe",
            "tags",
            "theme",
            "unsubscribe",
            "well-known",
        };

    public static bool TryParse([NotNullWhen(true)] string? text, out Slug slug)
    {
        slug = default;
        if (text is null || text.Length is 0 or > MaxLength || Reserved.Contains(text))
            return false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var ok =
                c is (>= 'a' and <= 'z') or (>= '0' and <= '9')
                || (c == '-' && i > 0 && i < text.Length - 1 && text[i - 1] != '-');
            if (!ok)
                return false;
        }
        slug = new Slug(text);
        return true;
    }

    /// <exception cref="FormatException">Not a slug.</exception>
    public static Slug Parse(string text) =>
        TryParse(text, out var slug) ? slug : throw new FormatException($"'{text}' is not a slug.");

    public int CompareTo(Slug other) => string.CompareOrdinal(Value, other.Value);

    public static bool operator <(Slug left, Slug right) => left.CompareTo(right) < 0;

    public static bool operator <=(Slug left, Slug right) => left.CompareTo(right) <= 0;

    public static bool operator >(Slug left, Slug right) => left.CompareTo(right) > 0;

    public static bool operator >=(Slug left, Slug right) => left.CompareTo(right) >= 0;

    public override string ToString() => Value;
}
