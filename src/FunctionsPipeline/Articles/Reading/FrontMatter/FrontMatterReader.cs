using System.Globalization;
using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Articles.Reading.FrontMatter;

/// <summary>
/// Gives front matter its meaning: our own keys and the usual names of Jekyll, Hugo, Ghost and Astro for them. Keys are
/// compared without case, '-' and '_'.
/// </summary>
/// <remarks>
/// A mistake is an error only where publishing in spite of it could do harm: an article that should not be live
/// (<c>draft</c>, <c>publishAt</c>), mail that should not go (<c>newsletter</c>), an address that nobody meant
/// (<c>slug</c>). Any other mistake is a warning, and what the key would have said is inferred.
/// </remarks>
internal sealed class FrontMatterReader
{
    private readonly FrontMatterValues _values = new();
    private readonly List<Finding> _findings;
    private bool _inner;

    private FrontMatterReader(List<Finding> findings) => _findings = findings;

    public static FrontMatterValues Read(MapNode map, List<Finding> findings)
    {
        var reader = new FrontMatterReader(findings);
        foreach (var entry in map.Entries)
        {
            if (entry.Value is not ScalarNode { IsEmpty: true })
                reader.Read(entry);
        }
        return reader._values;
    }

    private void Read(MapEntry entry)
    {
        switch (entry.PlainKey)
        {
            case "title":
                _values.Title = Text(entry);
                break;
            case "slug":
                ReadSlug(entry);
                break;
            case "permalink" or "url":
                ReadPermalink(entry);
                break;
            case "published" when !IsFlag(entry):
            case "date" or "publishedat" or "pubdate":
                _values.Date ??= Date(entry, Severity.Warning);
                break;
            case "updated" or "updatedat" or "updateddate" or "lastmod" or "lastmodified" or "lastmodifiedat" or "modified":
                _values.Updated ??= Date(entry, Severity.Warning);
                break;
            case "publishat" or "publishdate":
                _values.PublishAt ??= Date(entry, Severity.Error);
                break;
            case "draft":
                _values.Draft |= Flag(entry, Severity.Error) ?? false;
                break;
            case "published" or "publish":
                _values.Draft |= !(Flag(entry, Severity.Error) ?? true);
                break;
            case "status":
                _values.Draft |= Text(entry) is { } status && !status.Equals("published", StringComparison.OrdinalIgnoreCase);
                break;
            case "tags" or "tag" or "categories" or "category" or "keywords" or "topics":
                ReadTags(entry);
                break;
            case "summary":
                _values.Summary = Text(entry);
                break;
            case "description" or "excerpt" or "customexcerpt" or "metadescription":
                _values.Summary ??= Text(entry);
                break;
            case "author" or "authors" or "byline":
                _values.Author ??= Names(entry);
                break;
            case "image" or "images" or "cover" or "coverimage" or "featureimage" or "featuredimage" or "heroimage" or "thumbnail" or "header":
                ReadImage(entry);
                break;
            case "alt" or "imagealt" or "featureimagealt" or "coveralt" or "heroalt":
                _values.ImageAlt = Text(entry);
                break;
            case "lang" or "language" or "locale":
                ReadLanguage(entry);
                break;
            case "canonical" or "canonicalurl":
                ReadCanonical(entry);
                break;
            case "aliases" or "alias" or "redirectfrom":
                foreach (var alias in Texts(entry))
                    AddAlias(alias.Text, alias, isWarning: true);
                break;
            case "newsletter":
                _values.Newsletter = Flag(entry, Severity.Error) ?? true;
                break;
            case "reviewedby" or "medicallyreviewedby":
                _values.ReviewedBy = Names(entry);
                break;
            case "lastreviewed" or "reviewed":
                _values.LastReviewed = Date(entry, Severity.Warning)?.Day;
                break;
            case "reviewby":
                _values.ReviewBy = Date(entry, Severity.Warning)?.Day;
                _values.ReviewByLine = entry.Line;
                break;
            case "references" or "sources" or "citations":
                ReadReferences(entry);
                break;
            case "social" or "syndication" or "targets":
                ReadTargetTexts(entry);
                break;
            case "taxonomies" when entry.Value is MapNode taxonomies:
                foreach (var taxonomy in taxonomies.Entries)
                    ReadTags(taxonomy);
                break;
            case "extra" or "params" when entry.Value is MapNode { } inner && !_inner:
                ReadInner(inner);
                break;
            default:
                Unknown(entry);
                break;
        }
    }

    /// <summary>What Zola keeps under <c>[extra]</c> and Hugo under <c>[params]</c>: our keys among a theme's own.</summary>
    private void ReadInner(MapNode map)
    {
        _inner = true;
        foreach (var entry in map.Entries)
        {
            if (entry.Value is not ScalarNode { IsEmpty: true })
                Read(entry);
        }
        _inner = false;
    }

    private void ReadSlug(MapEntry entry)
    {
        if (Text(entry) is not { } text)
            return;
        text = text.Trim('/');
        if (Slug.TryParse(text, out var slug))
        {
            _values.Slug = slug;
            return;
        }
        if (Slug.Reserved.Contains(text))
        {
            Add("slug", Severity.Error, $"'{text}' is an address that the site uses itself.", $"Choose another slug, e.g. 'slug: our-{text}'.", entry.Value);
            return;
        }
        if (text.Length == 0)
            return;
        var near = SlugWriter.From(text[(text.LastIndexOf('/') + 1)..]);
        _values.Slug = near;
        Add("slug", Severity.Warning, $"'{Short(text)}' is not an address: only small letters a-z, digits and single hyphens make one. '{near}' was taken.", $"Write 'slug: {near}', or what you would rather have.", entry.Value);
    }

    /// <summary>A permalink's last part is the slug; a longer one stays as an alias. Patterns (<c>:year</c>) mean nothing here.</summary>
    private void ReadPermalink(MapEntry entry)
    {
        if (Text(entry) is not { } text)
            return;
        var path = Uri.TryCreate(text, UriKind.Absolute, out var absolute) && SafeUrl.IsWeb(text) ? absolute.AbsolutePath : text;
        path = path.Trim('/');
        if (path.EndsWith("/index.html", StringComparison.OrdinalIgnoreCase))
            path = path[..^11];
        else if (path.EndsWith(".html", StringComparison.OrdinalIgnoreCase))
            path = path[..^5];
        if (path.Length == 0 || path.Contains(':') || path.Contains('{'))
        {
            Add("permalink", Severity.Note, $"'{entry.Key}: {Short(text)}' is a pattern of another system; it is ignored.", null, entry.Value);
            return;
        }
        _values.Slug ??= SlugWriter.From(path[(path.LastIndexOf('/') + 1)..]);
        if (path.Contains('/'))
            AddAlias(path, entry.Value, isWarning: false);
    }

    private void AddAlias(string text, FrontMatterNode at, bool isWarning)
    {
        var path = text.Trim().Trim('/');
        if (path.EndsWith("/index.html", StringComparison.OrdinalIgnoreCase))
            path = path[..^11];
        path = path.ToLowerInvariant();
        if (FormerPath.IsPlain(path))
        {
            if (!_values.Aliases.Contains(path))
                _values.Aliases.Add(path);
        }
        else if (isWarning)
        {
            Add("alias", Severity.Warning, $"'{Short(text)}' cannot be a former address of this site.", "Write a path such as 'old-name' or '2020/01/old-name'.", at);
        }
    }

    private void ReadTags(MapEntry entry)
    {
        foreach (var node in Texts(entry))
        {
            // "tags: pain, back" is one text to YAML, and two tags to whoever wrote it.
            var parts = entry.Value is ScalarNode ? node.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [node.Text.Trim()];
            foreach (var part in parts)
            {
                var tag = part.TrimStart('#').Trim();
                if (tag.Length is > 0 and <= 60 && !_values.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase))
                    _values.Tags.Add(tag);
                else if (tag.Length > 60)
                    Add("tags", Severity.Warning, $"'{Short(tag)}' is too long for a tag; it is left out.", "Write tags of one to three words: [back pain, acupuncture].", node);
            }
        }
    }

    private void ReadImage(MapEntry entry)
    {
        if (entry.Value is MapNode map)
        {
            if (map.Find("path", "src", "url", "image", "feature", "og", "teaser") is ScalarNode { IsEmpty: false } path)
                SetImage(path.Text, entry.Line);
            if (map.Find("alt", "imagealt") is ScalarNode { IsEmpty: false } alt)
                _values.ImageAlt ??= alt.Text;
            return;
        }
        if (Texts(entry) is [var first, ..])
            SetImage(first.Text, entry.Line);
    }

    private void SetImage(string path, int line)
    {
        if (_values.Image is not null || path.Trim() is not { Length: > 0 } image)
            return;
        if (!SafeUrl.IsHarmless(image))
        {
            _findings.Add(new Finding("image", Severity.Warning, "The image's address is of a kind that pages must not show.", "Name a picture beside the article, or one on the web (https).", line));
            return;
        }
        (_values.Image, _values.ImageLine) = (image, line);
    }

    private void ReadLanguage(MapEntry entry)
    {
        if (Text(entry) is not { } text)
            return;
        var tag = text.Replace('_', '-');
        if (LanguageTag.IsWellFormed(tag))
            _values.Language = tag;
        else
            Add("lang", Severity.Warning, $"'{Short(text)}' is not a language; the site's own is taken.", "Write e.g. en, fr or fr-CA (BCP 47).", entry.Value);
    }

    private void ReadCanonical(MapEntry entry)
    {
        if (Text(entry) is not { } text)
            return;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && SafeUrl.IsWeb(text))
            _values.Canonical = address.AbsoluteUri;
        else
            Add("canonical", Severity.Warning, "The canonical address is not a whole web address; it is ignored.", "Write it with https:// in front.", entry.Value);
    }

    private void ReadReferences(MapEntry entry)
    {
        IReadOnlyList<FrontMatterNode> items = entry.Value is ListNode list ? list.Items : [entry.Value];
        foreach (var item in items)
        {
            switch (item)
            {
                case ScalarNode { IsEmpty: true }:
                    break;
                case ScalarNode text:
                    _values.References.Add(ReferenceText.Read(text.Text));
                    break;
                case MapNode map when map.Find("title", "text", "name", "url", "link", "href", "doi") is not null:
                    var url = (map.Find("url", "link", "href") as ScalarNode)?.Text;
                    if (url is null && map.Find("doi") is ScalarNode doi)
                        url = "https://doi.org/" + doi.Text.Trim();
                    var title = (map.Find("title", "text", "name") as ScalarNode)?.Text ?? url ?? "";
                    _values.References.Add(new Reference(title.Trim(), url is not null && SafeUrl.IsWeb(url.Trim()) ? url.Trim() : null));
                    break;
                default:
                    Add("references", Severity.Warning, "This reference cannot be read; it is left out.", "Write a text, or 'title:' and 'url:' below each other.", item);
                    break;
            }
        }
    }

    private void ReadTargetTexts(MapEntry entry)
    {
        if (entry.Value is not MapNode map)
        {
            Wrong(entry, Severity.Warning, "a target's name and a text for it, indented below the key");
            return;
        }
        foreach (var target in map.Entries)
        {
            if (Text(target) is { } text)
                _values.TargetTexts[target.Key.Trim()] = text;
        }
    }

    private void Unknown(MapEntry entry)
    {
        if (_inner)
            return;
        if (KnownElsewhere.Contains(entry.PlainKey))
        {
            Add("front-matter-unknown", Severity.Note, $"'{entry.Key}' belongs to another system; it is ignored.", null, entry.Line, entry.Column);
            return;
        }
        var near = Spelling.Nearest(entry.PlainKey, OwnKeys);
        Add(
            "front-matter-unknown",
            near is null ? Severity.Note : Severity.Warning,
            $"'{Short(entry.Key)}' is not a key that is known here; it is ignored.",
            near is null ? "Remove it, unless another system needs it." : $"Did you mean '{near}'?",
            entry.Line,
            entry.Column);
    }

    /// <summary>One text; anything else is a warning and null.</summary>
    private string? Text(MapEntry entry)
    {
        if (entry.Value is ScalarNode scalar)
            return Tidy(scalar.Text) is { Length: > 0 } text ? text : null;
        Wrong(entry, Severity.Warning, "one text");
        return null;
    }

    /// <summary>One text or a list of texts.</summary>
    private List<ScalarNode> Texts(MapEntry entry)
    {
        IReadOnlyList<FrontMatterNode> items = entry.Value is ListNode list ? list.Items : [entry.Value];
        var texts = new List<ScalarNode>(items.Count);
        foreach (var item in items)
        {
            if (item is ScalarNode { IsEmpty: false } scalar)
                texts.Add(scalar);
            else if (item is not ScalarNode)
                Wrong(entry, Severity.Warning, "a text or a list of texts");
        }
        return texts;
    }

    /// <summary>One or several names, also as <c>name:</c> below the key, joined for a byline.</summary>
    private string? Names(MapEntry entry)
    {
        IReadOnlyList<FrontMatterNode> items = entry.Value is ListNode list ? list.Items : [entry.Value];
        var names = new List<string>(items.Count);
        foreach (var item in items)
        {
            var name = item as ScalarNode ?? (item as MapNode)?.Find("name", "title") as ScalarNode;
            if (name is { IsEmpty: false } && Tidy(name.Text) is { Length: > 0 } text)
                names.Add(text);
            else if (name is null)
                Wrong(entry, Severity.Warning, "a name or a list of names");
        }
        return names.Count == 0 ? null : string.Join(", ", names);
    }

    private WrittenDate? Date(MapEntry entry, Severity severity)
    {
        if (entry.Value is not ScalarNode scalar || !WrittenDate.TryParse(scalar.Text, out var date))
        {
            Wrong(entry, severity, "a date such as 2023-01-25, or 2023-01-25 09:00");
            return null;
        }
        if (date.Ambiguous)
            Add("date", Severity.Warning, $"'{Short(scalar.Text)}' can be two days; it was read as {date.Day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}.", $"Write {date.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.", entry.Value);
        return date;
    }

    private static bool IsFlag(MapEntry entry) => entry.Value is ScalarNode scalar && AsFlag(scalar.Text) is not null;

    private bool? Flag(MapEntry entry, Severity severity)
    {
        if (entry.Value is ScalarNode scalar && AsFlag(scalar.Text) is { } flag)
            return flag;
        Wrong(entry, severity, "true or false");
        return null;
    }

    private static bool? AsFlag(string text) => text.Trim().ToLowerInvariant() switch
    {
        "true" or "yes" or "on" or "1" => true,
        "false" or "no" or "off" or "0" => false,
        _ => null,
    };

    private void Wrong(MapEntry entry, Severity severity, string expected)
        => Add(entry.PlainKey, severity, $"'{entry.Key}' must be {expected}.", severity == Severity.Error ? "Mend this line; until then the article is not published." : "Mend this line; until then it is ignored.", entry.Value);

    private void Add(string rule, Severity severity, string message, string? mend, FrontMatterNode at) => Add(rule, severity, message, mend, at.Line, at.Column);

    private void Add(string rule, Severity severity, string message, string? mend, int line, int column)
        => _findings.Add(new Finding(rule.StartsWith("front-matter", StringComparison.Ordinal) ? rule : "front-matter-" + rule, severity, message, mend, line, column));

    /// <summary>On one line, as it goes into titles and messages.</summary>
    private static string Tidy(string text) => text.AsSpan().ContainsAny('\n', '\t') ? string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : text.Trim();

    private static string Short(string text) => text.Length <= 60 ? text : text[..57] + "…";

    private static readonly string[] OwnKeys =
    [
        "title", "slug", "date", "updated", "publishAt", "draft", "tags", "summary", "author", "image", "imageAlt", "lang", "canonical", "aliases",
        "newsletter", "reviewedBy", "lastReviewed", "reviewBy", "references", "social",
    ];

    private static readonly HashSet<string> KnownElsewhere = new(StringComparer.Ordinal)
    {
        "layout", "type", "weight", "toc", "comments", "comment", "math", "mermaid", "menu", "menus", "id", "uuid", "sitemap", "series", "sidebar",
        "theme", "template", "extra", "taxonomies", "params", "cascade", "outputs", "markup", "render", "guid", "eleventycomputed", "pagination",
        "featured", "visibility", "primarytag", "primaryauthor", "metatitle", "ogtitle", "ogdescription", "ogimage", "twittertitle", "postid",
        "twitterdescription", "twitterimage", "codeinjectionhead", "codeinjectionfoot", "readingtime", "classes", "share", "related", "excerptseparator",
    };
}
