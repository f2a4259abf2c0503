using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Articles.Reading.FrontMatter;

/// <summary>Where an article lives and where it used to: its slug, another system's permalink, its aliases.</summary>
internal sealed class AddressReader(FrontMatterValues values, EntryValues typed)
{
    public void ReadSlug(MapEntry entry)
    {
        if (typed.Text(entry) is not { } text)
            return;
        text = text.Trim('/');
        if (Slug.TryParse(text, out var slug))
        {
            values.Slug = slug;
            return;
        }
        if (Slug.Reserved.Contains(text))
        {
            typed.Add(
                "slug",
                Severity.Error,
                $"'{text}' is an address that the site uses itself.",
                $"Choose another slug, e.g. 'slug: our-{text}'.",
                entry.Value
            );
            return;
        }
        if (text.Length == 0)
            return;
        var near = SlugWriter.From(text[(text.LastIndexOf('/') + 1)..]);
        values.Slug = near;
        typed.Add(
            "slug",
            Severity.Warning,
            $"'{EntryValues.Short(text)}' is not an address: only small letters a-z, digits and single hyphens make one. '{near}' was taken.",
            $"Write 'slug: {near}', or what you would rather have.",
            entry.Value
        );
    }

    /// <summary>
    /// A permalink's last part is the slug; a longer one stays as an alias. Patterns (<c>:year</c>) mean nothing here.
    /// </summary>
    public void ReadPermalink(MapEntry entry)
    {
        if (typed.Text(entry) is not { } text)
            return;
        var path =
            Uri.TryCreate(text, UriKind.Absolute, out var absolute) && SafeUrl.IsWeb(text)
                ? absolute.AbsolutePath
                : text;
        path = path.Trim('/');
        if (path.EndsWith("/index.html", StringComparison.OrdinalIgnoreCase))
            path = path[..^11];
        else if (path.EndsWith(".html", StringComparison.OrdinalIgnoreCase))
            path = path[..^5];
        if (path.Length == 0 || path.Contains(':') || path.Contains('{'))
        {
            typed.Add(
                "permalink",
                Severity.Note,
                $"'{entry.Key}: {EntryValues.Short(text)}' is a pattern of another system; it is ignored.",
                null,
                entry.Value
            );
            return;
        }
        values.Slug ??= SlugWriter.From(path[(path.LastIndexOf('/') + 1)..]);
        if (path.Contains('/'))
            AddAlias(path, entry.Value, isWarning: false);
    }

    public void ReadAliases(MapEntry entry)
    {
        foreach (var alias in typed.Texts(entry))
            AddAlias(alias.Text, alias, isWarning: true);
    }

    private void AddAlias(string text, FrontMatterNode at, bool isWarning)
    {
        if (values.Aliases.Count >= FrontMatterLimits.Values)
        {
            typed.TooManyOnce("aliases", at);
            return;
        }
        var path = text.Trim().Trim('/');
        if (path.EndsWith("/index.html", StringComparison.OrdinalIgnoreCase))
            path = path[..^11];
        path = path.ToLowerInvariant();
        if (FormerPath.IsPlain(path))
        {
            if (!values.Aliases.Contains(path))
                values.Aliases.Add(path);
        }
        else if (isWarning)
        {
            typed.Add(
                "alias",
                Severity.Warning,
                $"'{EntryValues.Short(text)}' cannot be a former address of this site.",
                "Write a path such as 'old-name' or '2020/01/old-name'.",
                at
            );
        }
    }
}
