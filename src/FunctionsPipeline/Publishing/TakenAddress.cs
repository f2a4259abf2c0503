using FunctionsPipeline.Articles;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Publishing;

/// <summary>What an author is told whose article wants an address that another article has.</summary>
internal static class TakenAddress
{
    /// <param name="owner">The other article's blob name in <c>articles</c>.</param>
    public static Finding Of(Slug slug, string owner) =>
        new(
            "slug-taken",
            Severity.Error,
            $"The address '{slug}' belongs to '{owner}'.",
            "Give this article a slug of its own, e.g. 'slug: "
                + SlugWriter.From(slug + "-2")
                + "', or delete the other file."
        );

    public static Finding OfAlias(string alias) =>
        new(
            "alias-taken",
            Severity.Warning,
            $"The former address '{alias}' belongs to another article, or is below its address; it is left alone.",
            "Remove it from 'aliases'."
        );
}
