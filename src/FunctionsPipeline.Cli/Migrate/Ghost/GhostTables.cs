using System.Text.Json;
using FunctionsPipeline.Cli.Migrate.Source;

namespace FunctionsPipeline.Cli.Migrate.Ghost;

/// <summary>What posts of an export refer to: tags, authors, descriptions. All but the posts themselves.</summary>
internal sealed class GhostTables
{
    /// <summary>Settings and records of Ghost's own, which are nothing of what was published.</summary>
    private static readonly HashSet<string> Inner = new(StringComparer.Ordinal)
    {
        "settings",
        "custom_theme_settings",
        "roles",
        "roles_users",
        "permissions",
        "permissions_roles",
        "permissions_users",
        "migrations",
        "migrations_lock",
        "sessions",
        "brute",
        "invites",
        "integrations",
        "api_keys",
        "tokens",
        "jobs",
        "actions",
        "mobiledoc_revisions",
        "post_revisions",
        "client_trusted_domains",
        "clients",
        "accesstokens",
        "refreshtokens",
        "apps",
        "app_fields",
        "app_settings",
        "subscribers",
    };

    private readonly Dictionary<string, GhostTag> _tags = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _authors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(int Order, string Id)>> _tagsOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(int Order, string Id)>> _authorsOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string? Description, string? Caption)> _images = new(StringComparer.Ordinal);

    /// <summary>Rows of tables that have no place on the new site, by table.</summary>
    public SortedDictionary<string, int> Others { get; } = new(StringComparer.Ordinal);

    /// <summary>Tags that only Ghost's themes and staff see.</summary>
    public int InnerTags => _tags.Values.Count(t => t.IsInner);

    public static async Task<GhostTables> ReadAsync(ExportFile file, CancellationToken cancellationToken)
    {
        var tables = new GhostTables();
        await foreach (var (table, row) in new JsonRows(file).ReadAsync(cancellationToken))
            tables.Add(table, row);
        return tables;
    }

    public IReadOnlyList<string> TagsOf(string post) =>
        [
            .. Ordered(_tagsOf, post)
                .Select(id => _tags.GetValueOrDefault(id))
                .OfType<GhostTag>()
                .Where(t => !t.IsInner)
                .Select(t => t.Name),
        ];

    /// <param name="author">Of exports before version 1, which name one in the post.</param>
    public IReadOnlyList<string> AuthorsOf(string post, string? author)
    {
        var names = Ordered(_authorsOf, post).Select(id => _authors.GetValueOrDefault(id)).OfType<string>().ToList();
        return names.Count > 0 ? names
            : author is not null && _authors.TryGetValue(author, out var name) ? [name]
            : [];
    }

    public (string? Description, string? Caption) ImageOf(string post) => _images.GetValueOrDefault(post);

    private static IEnumerable<string> Ordered(
        Dictionary<string, List<(int Order, string Id)>> relations,
        string post
    ) => relations.TryGetValue(post, out var ids) ? ids.OrderBy(i => i.Order).Select(i => i.Id) : [];

    private void Add(string table, JsonElement row)
    {
        switch (table)
        {
            case "posts":
                break;
            case "tags":
                var name = row.Text("name") ?? "";
                _tags[row.Text("id") ?? ""] = new GhostTag(
                    name,
                    row.Text("visibility") == "internal" || name.StartsWith('#')
                );
                break;
            case "users":
                _authors[row.Text("id") ?? ""] = row.Text("name") ?? "";
                break;
            case "posts_tags":
                Relate(_tagsOf, row, "tag_id");
                break;
            case "posts_authors":
                Relate(_authorsOf, row, "author_id");
                break;
            case "posts_meta":
                _images[row.Text("post_id") ?? ""] = (row.Text("feature_image_alt"), row.Text("feature_image_caption"));
                break;
            default:
                if (!Inner.Contains(table))
                    Others[table] = Others.GetValueOrDefault(table) + 1;
                break;
        }
    }

    private static void Relate(Dictionary<string, List<(int Order, string Id)>> relations, JsonElement row, string to)
    {
        if (row.Text("post_id") is not { } post || row.Text(to) is not { } id)
            return;
        if (!relations.TryGetValue(post, out var ids))
            relations[post] = ids = [];
        ids.Add((int.TryParse(row.Text("sort_order"), out var order) ? order : 0, id));
    }

    private sealed record GhostTag(string Name, bool IsInner);
}
