using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FunctionsPipeline.Settings.Yaml;

namespace FunctionsPipeline.Settings;

/// <summary>Reads <c>sources</c> of <c>site.yml</c>.</summary>
internal static partial class SourcesReader
{
    /// <summary>Each source costs a request an hour and a document of its own; a hundred would be another product.</summary>
    internal const int MostSources = 20;

    private const int LongestId = 40;
    private const int MostTags = 10;

    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <param name="site">The site's own address, which is no source.</param>
    /// <param name="newsletters">Ids that a source may name.</param>
    public static List<SourceSettings> Read(YamlMapReader root, Uri site, IReadOnlyList<string> newsletters)
    {
        var sources = new List<SourceSettings>();
        var maps = root.Maps("sources") ?? [];
        if (maps.Count > MostSources)
            root.Error(
                "sources",
                string.Create(CultureInfo.InvariantCulture, $"has {maps.Count} items; there may be {MostSources}."),
                "Remove the ones that matter least, or bring several together in one feed."
            );
        foreach (var map in maps.Take(MostSources))
        {
            var feed = Feed(map, site);
            var name = map.Text("name");
            var source = new SourceSettings
            {
                Id = Id(map, feed),
                Feed = feed ?? new Uri("https://feed.invalid/"),
                Name = name,
                IsOwn = map.Flag("own") ?? false,
                Newsletters = Newsletters(map, newsletters),
                Tags = Tags(map),
                ShowsPictures = map.Flag("pictures") ?? false,
                Every = Every(map),
            };
            if (feed is not null && sources.Exists(s => s.Feed == feed))
                map.Error("feed", "is a source twice.", "Remove one of the two.");
            else if (sources.Exists(s => s.Id == source.Id))
                map.Error(
                    "id",
                    $"'{source.Id}' is the id of another source too.",
                    $"Give this one an id of its own, e.g. 'id: {source.Id}-2'."
                );
            sources.Add(source);
            map.Done();
        }
        return sources;
    }

    /// <summary>What each source means for a newsletter; see <see cref="NewsletterSettings.Sources"/>.</summary>
    public static IReadOnlyDictionary<string, bool> For(string newsletter, IReadOnlyList<SourceSettings> sources) =>
        sources
            .Where(s => s.Newsletters.Count > 0 || !s.IsOwn)
            .DistinctBy(s => s.Id, StringComparer.Ordinal)
            .ToDictionary(
                s => s.Id,
                s => s.Newsletters.Contains(newsletter, StringComparer.Ordinal),
                StringComparer.Ordinal
            );

    private static Uri? Feed(YamlMapReader map, Uri site)
    {
        if (map.RequiredText("feed") is not { } text)
            return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var feed) || feed.Scheme is not ("https" or "http"))
            map.Error("feed", "is not a web address.", "Write it in full, e.g. 'feed: https://clinic.example/feed/'.");
        else if (feed.Scheme == Uri.UriSchemeHttp && !feed.IsLoopback)
            map.Error(
                "feed",
                "begins with 'http:': anyone on the way could change what your readers get.",
                $"Write 'https:', if {feed.Host} has it; nearly every site has. Otherwise ask its owner for it."
            );
        else if (feed.UserInfo.Length > 0)
            map.Error(
                "feed",
                "holds a user's name or a password.",
                "Use an address that is readable without signing in: this file is no place for passwords."
            );
        else if (feed.Host.Length == 0 || site.IsBaseOf(feed))
            map.Error(
                "feed",
                "lies on this site itself, which would take its own articles again and again.",
                "Write the address of another site's feed; 'url' is where the pages of this one are."
            );
        else
            return new Uri(feed.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped));
        return null;
    }

    private static string Id(YamlMapReader map, Uri? feed)
    {
        if (map.Text("id") is { } text)
        {
            if (text.Length <= LongestId && IdShape().IsMatch(text))
                return text;
            map.Error("id", "is not an id.", "Use small letters, digits and single hyphens, e.g. 'clinic-blog'.");
        }
        return feed is null ? "?" : OfHost(feed.IdnHost);
    }

    /// <summary>The host alone: the path of a feed may change without its articles becoming others.</summary>
    private static string OfHost(string host)
    {
        host = host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? host[4..] : host;
        var id = new StringBuilder(host.Length);
        foreach (var c in host.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c))
                id.Append(c);
            else if (id.Length > 0 && id[^1] != '-')
                id.Append('-');
        }
        var whole = id.ToString().Trim('-');
        return whole.Length > LongestId ? whole[..LongestId].Trim('-')
            : whole.Length == 0 ? "source"
            : whole;
    }

    private static List<string> Newsletters(YamlMapReader map, IReadOnlyList<string> known)
    {
        var named = new List<string>();
        foreach (var id in map.Texts("newsletters") ?? [])
        {
            if (known.Contains(id, StringComparer.Ordinal))
                named.Add(id);
            else
                map.Error(
                    "newsletters",
                    $"names '{id}', which is no newsletter of this file.",
                    $"Write one or more of: {string.Join(", ", known)}."
                );
        }
        return named;
    }

    private static IReadOnlyList<string> Tags(YamlMapReader map)
    {
        var tags = map.Texts("tags") ?? [];
        if (tags.Count > MostTags)
            map.Error(
                "tags",
                string.Create(CultureInfo.InvariantCulture, $"has {tags.Count} items; there may be {MostTags}."),
                "Keep those that readers look for."
            );
        return tags;
    }

    private static TimeSpan Every(YamlMapReader map)
    {
        const string key = "every";
        if (map.Text(key) is not { } text)
            return SourceSettings.UsualInterval;
        var match = Interval().Match(text);
        if (
            match.Success
            && int.TryParse(match.Groups["count"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        )
        {
            // The largest number that is read is 9,999.
            var every = match.Groups["unit"].Value.ToLowerInvariant()[0] switch
            {
                'm' => TimeSpan.FromMinutes(count),
                'h' => TimeSpan.FromHours(count),
                _ => TimeSpan.FromDays(count),
            };
            if (every >= Shortest && every <= Longest)
                return every;
        }
        map.Error(
            key,
            "is not a time from 15 minutes to 1 day.",
            "Write e.g. 'every: 15 minutes', 'every: 1 hour' or 'every: 1 day'."
        );
        return SourceSettings.UsualInterval;
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex IdShape();

    [GeneratedRegex(
        "^(?<count>[0-9]{1,4}) ?(?<unit>m|min|minutes?|h|hours?|d|days?)$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    private static partial Regex Interval();
}
