using FunctionsPipeline.Articles.Reading.FrontMatter;
using FunctionsPipeline.Articles.Reading.FrontMatter.Toml;
using FunctionsPipeline.Cli.Migrate.Source;
using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Cli.Migrate.Markdown;

/// <summary>The settings of a site generator, as far as addresses depend on them.</summary>
internal sealed class SiteConfig
{
    private readonly MapNode? _map;

    private SiteConfig(MapNode? map) => _map = map;

    /// <param name="names">Of the files, the first that is there is read.</param>
    public static async Task<SiteConfig> ReadAsync(
        ExportSource source,
        IEnumerable<string> names,
        CancellationToken cancellationToken
    )
    {
        foreach (var name in names)
        {
            if (source.Find(name) is not { Length: < 1024 * 1024 } file)
                continue;
            var text = await file.ReadTextAsync(cancellationToken);
            var findings = new List<Finding>();
            return new SiteConfig(
                file.Extension == ".toml"
                    ? TomlFrontMatter.Parse(text, 1, findings)
                    : YamlFrontMatter.Parse(text, 1, findings)
            );
        }
        return new SiteConfig(null);
    }

    /// <summary>All that the file says.</summary>
    public MapNode? All => _map;

    /// <param name="plainKey">In small letters, without '-' and '_'.</param>
    public string? Text(string plainKey) =>
        _map?.Find(plainKey) is ScalarNode { IsEmpty: false } text ? text.Text : null;

    public MapNode? Map(string plainKey) => _map?.Find(plainKey) as MapNode;

    /// <summary>The site's address, ending in '/'; null if the settings do not say it.</summary>
    public Uri? Address(string url, string path = "")
    {
        var text = Text(url)?.TrimEnd('/');
        var below = path.Length == 0 ? "" : Text(path)?.Trim('/') ?? "";
        return
            Uri.TryCreate($"{text}/{below}{(below.Length > 0 ? "/" : "")}", UriKind.Absolute, out var address)
            && address.Scheme is "http" or "https"
            ? address
            : null;
    }
}
