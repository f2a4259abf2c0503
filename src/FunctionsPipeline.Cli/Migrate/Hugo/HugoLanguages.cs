using System.Text.RegularExpressions;
using FunctionsPipeline.Articles.Reading.FrontMatter;
using FunctionsPipeline.Cli.Migrate.Markdown;
using FunctionsPipeline.Cli.Migrate.Source;

namespace FunctionsPipeline.Cli.Migrate.Hugo;

/// <summary>
/// The languages of a site: each in a folder of its own, as the settings say, or in files that name it
/// (<c>about.fr.md</c>).
/// </summary>
internal sealed partial class HugoLanguages
{
    private static readonly string[] Files =
    [
        "config/_default/languages.toml",
        "config/_default/languages.yaml",
        "config/_default/languages.yml",
    ];

    private readonly Dictionary<string, string> _folders = new(StringComparer.Ordinal);
    private readonly string _default;

    private HugoLanguages(MapNode? languages, string standard)
    {
        _default = standard;
        foreach (var language in languages?.Entries ?? [])
        {
            if ((language.Value as MapNode)?.Find("contentdir") is ScalarNode { IsEmpty: false } folder)
                _folders[folder.Text.Trim('/')] = language.Key;
        }
    }

    public static async Task<HugoLanguages> ReadAsync(
        ExportSource source,
        SiteConfig config,
        CancellationToken cancellationToken
    ) =>
        new(
            config.Map("languages") ?? (await SiteConfig.ReadAsync(source, Files, cancellationToken)).All,
            config.Text("defaultcontentlanguage") ?? "en"
        );

    public HugoPath PathOf(ExportFile file)
    {
        var folder = _folders
            .Keys.Where(f => file.Path.StartsWith(f + "/", StringComparison.Ordinal))
            .MaxBy(f => f.Length);
        var language = folder is null ? null : _folders[folder];
        var path = file.Path[((folder ?? "content").Length + 1)..];
        var stem = file.Stem;
        if (InName().Match(stem) is { Success: true } named)
            (stem, language) = (named.Groups["name"].Value, named.Groups["language"].Value);
        return new HugoPath(path, stem, language, language is null || language == _default ? "" : "/" + language);
    }

    [GeneratedRegex(
        @"^(?<name>.+)\.(?<language>[a-z]{2}(-[a-z]{2,4})?)$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    private static partial Regex InName();
}

/// <summary>A page's place.</summary>
/// <param name="Path">Below the folder of content, with '/'.</param>
/// <param name="Stem">Of the file, without its language.</param>
/// <param name="Language">Null where nothing says it.</param>
/// <param name="Prefix">Of its address: empty in the site's first language.</param>
internal sealed record HugoPath(string Path, string Stem, string? Language, string Prefix)
{
    /// <summary>The file <c>index</c> in a folder with its pictures.</summary>
    private bool IsBundle => Stem == "index" && Folder.Length > 0;

    private string Folder => Path.LastIndexOf('/') is >= 0 and var slash ? Path[..slash] : "";

    public string Name => IsBundle ? Folder[(Folder.LastIndexOf('/') + 1)..] : Stem;

    public IReadOnlyList<string> Sections =>
        [.. Folder.Split('/', StringSplitOptions.RemoveEmptyEntries).SkipLast(IsBundle ? 1 : 0)];

    /// <summary>Names by which <c>ref</c> finds it: its path, or its name alone.</summary>
    public IEnumerable<string> References
    {
        get
        {
            var plain = Path[..^System.IO.Path.GetExtension(Path).Length];
            yield return "content/" + Path;
            yield return "content/" + plain;
            yield return "ref/" + Path[(Path.LastIndexOf('/') + 1)..];
            yield return "ref/" + plain[(plain.LastIndexOf('/') + 1)..];
            if (IsBundle)
            {
                yield return "content/" + Folder;
                yield return "ref/" + Name;
            }
        }
    }
}
