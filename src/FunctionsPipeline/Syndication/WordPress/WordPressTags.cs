using FunctionsPipeline.Syndication.Texts;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Syndication.WordPress;

/// <summary>
/// Posts name their tags by number: those that the site has are looked up together, the others are made. Making one
/// twice is safe, because WordPress refuses a name that it has and says which tag that is.
/// </summary>
internal sealed class WordPressTags(WordPressApi api)
{
    /// <summary>Each may cost a call, and all calls of an attempt share three minutes.</summary>
    private const int Most = 10;

    /// <summary>The column's width in WordPress.</summary>
    private const int MaxName = 200;

    public static IReadOnlyList<Term> Of(Delivery delivery) =>
        [
            .. delivery
                .Article.Tags.Select(tag => Term.From(PlainLine.Clean(tag)))
                .OfType<Term>()
                .Where(tag => tag.Name.Length <= MaxName)
                .DistinctBy(tag => tag.Slug, StringComparer.Ordinal)
                .Take(Most),
        ];

    /// <returns>
    /// The tags' numbers, without those that the account may not make; null if the site does not show its tags. A trouble
    /// is one that passes.
    /// </returns>
    public async Task<(IReadOnlyList<long>? Numbers, Outcome? Trouble)> NumbersAsync(
        Delivery delivery,
        CancellationToken cancellationToken
    )
    {
        var tags = Of(delivery);
        if (tags.Count == 0)
            return ([], null);
        var answer = await api.GetAsync(
            delivery,
            $"tags?slug={string.Join(',', tags.Select(t => t.Slug))}&per_page=100",
            cancellationToken
        );
        if (!answer.IsOk || answer.Read(WordPressJson.Default.PostTagArray) is not { } found)
            return (null, Passing(answer.Trouble(wrote: false)));
        var numbers = new List<long>();
        foreach (var tag in tags)
        {
            var number = Array.Find(found, f => f.Id > 0 && f.Slug == tag.Slug)?.Id;
            if (number is null)
            {
                (number, var trouble) = await MakeAsync(delivery, tag, cancellationToken);
                if (trouble is not null)
                    return (null, trouble);
            }
            if (number is { } known && !numbers.Contains(known))
                numbers.Add(known);
        }
        return (numbers, null);
    }

    private async Task<(long? Number, Outcome? Trouble)> MakeAsync(
        Delivery delivery,
        Term tag,
        CancellationToken cancellationToken
    )
    {
        var answer = await api.PostAsync(
            delivery,
            "tags",
            new NewTag(tag.Name),
            WordPressJson.Default.NewTag,
            cancellationToken
        );
        if (answer.IsOk && answer.Read(WordPressJson.Default.PostTag) is { Id: > 0 } made)
            return (made.Id, null);
        // WordPress shortens names to slugs by other rules than ours, so that the search can miss a tag.
        if (answer.Read(WordPressJson.Default.WordPressError) is { Code: "term_exists", Data.TermId: { } there })
            return (there, null);
        return (null, Passing(answer.Trouble(wrote: false)));
    }

    /// <summary>A refusal concerns the tag only: the post is carried without it.</summary>
    private static Outcome? Passing(Outcome trouble) => trouble is Outcome.Postponed ? trouble : null;
}
