using FunctionsPipeline.Catalog;
using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Publishing;

/// <summary>The former addresses of an article.</summary>
internal sealed class ArticleAliases(CatalogStore catalog)
{
    /// <summary>Of one article: those of all its versions remain.</summary>
    private const int MaxAliases = 100;

    /// <summary>
    /// Former addresses that lead here: those that the author names, and the slug that the article had before.
    /// </summary>
    public async Task<IReadOnlyList<string>> OfAsync(PublishContext context, CancellationToken cancellationToken)
    {
        var slug = context.Article.Slug.Value;
        var aliases = new List<string>(context.Own?.Aliases ?? context.Former?.Value.Aliases ?? []);
        foreach (var alias in context.Article.Aliases)
        {
            if (aliases.Contains(alias, StringComparer.Ordinal) || alias == slug)
                continue;
            if (aliases.Count >= MaxAliases)
            {
                context.Findings.Add(
                    new Finding(
                        "too-many-aliases",
                        Severity.Warning,
                        $"The article has {MaxAliases} former addresses already; '{alias}' and those after it are left out.",
                        "Remove them from 'aliases'."
                    )
                );
                break;
            }
            if (await catalog.IsFreeAsync(alias, context.Source, cancellationToken))
                aliases.Add(alias);
            else
                context.Findings.Add(TakenAddress.OfAlias(alias));
        }
        if (context.Former is { } former && !aliases.Contains(former.Value.Slug, StringComparer.Ordinal))
            aliases.Add(former.Value.Slug);
        aliases.Remove(slug);
        return aliases;
    }
}
