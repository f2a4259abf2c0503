using FunctionsPipeline.Site.Index;
using FunctionsPipeline.Site.Pages;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Site.Rebuild;

/// <summary>
/// Which articles a page leads to because they share its topics. They are looked for close to it in the lists of its topics:
/// so one more article concerns few pages, however many share its topics, and an old page keeps its links.
/// </summary>
internal static class RelatedArticles
{
    /// <summary>On a page at most.</summary>
    public const int Shown = 3;

    /// <summary>
    /// On each topic: enough to fill the place where all articles have one topic, although those next to the article, which
    /// its page leads to anyway, are left out.
    /// </summary>
    public const int Older = 4;

    /// <summary>
    /// On each topic. One leads on to what was written since; each further one would write again one more page for every
    /// article and topic.
    /// </summary>
    public const int Newer = 1;

    /// <summary>The first topics say what an article is about.</summary>
    private const int MostTopics = 3;

    /// <summary>The lists in which an article's page looks.</summary>
    public static IEnumerable<string> ListsOf(ListedArticle article) =>
        article
            .Tags.Select(tag => Term.From(tag))
            .OfType<Term>()
            .Select(term => TermKind.Tags.ListOf(term.Slug))
            .Distinct(StringComparer.Ordinal)
            .Take(MostTopics);

    /// <summary>Those with the most topics in common, the newest first among equals; in the article's language only.</summary>
    /// <param name="near">What is close to it in its lists, in any order and repeated as it comes.</param>
    /// <param name="besides">What its page leads to anyway.</param>
    public static IReadOnlyList<ListedArticle> Choose(
        ListedArticle article,
        IEnumerable<ListedArticle> near,
        params ReadOnlySpan<ListedArticle?> besides
    )
    {
        var without = new HashSet<string>(StringComparer.Ordinal) { article.Slug };
        foreach (var other in besides)
        {
            if (other is not null)
                without.Add(other.Slug);
        }
        var topics = Topics.Of(article.Tags);
        return
        [
            .. near.Where(other => without.Add(other.Slug) && IsReadBySame(article, other))
                .Select(other => (Article: other, Shared: topics.CountIn(other.Tags)))
                .OrderByDescending(other => other.Shared)
                .ThenByDescending(other => other.Article.Key, StringComparer.Ordinal)
                .Take(Shown)
                .Select(other => other.Article),
        ];
    }

    private static bool IsReadBySame(ListedArticle one, ListedArticle other) =>
        PrimaryOf(one.Language).Equals(PrimaryOf(other.Language), StringComparison.OrdinalIgnoreCase);

    /// <summary><c>fr</c> of <c>fr-CA</c> (RFC 5646, section 2.2.1).</summary>
    private static ReadOnlySpan<char> PrimaryOf(string language) =>
        language.AsSpan(0, language.IndexOf('-', StringComparison.Ordinal) is > 0 and var end ? end : language.Length);
}
