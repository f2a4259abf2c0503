using FunctionsPipeline.Articles.Lint.Dates;
using FunctionsPipeline.Articles.Lint.HeadingLevels;
using FunctionsPipeline.Articles.Lint.HealthClaims;
using FunctionsPipeline.Articles.Lint.Images;
using FunctionsPipeline.Articles.Lint.Links;
using FunctionsPipeline.Articles.Lint.Markup;
using FunctionsPipeline.Articles.Lint.MissingMetadata;
using FunctionsPipeline.Articles.Lint.ReviewDate;
using FunctionsPipeline.Articles.Lint.Sentences;

namespace FunctionsPipeline.Articles.Lint;

/// <summary>All rules, in the order in which they speak.</summary>
internal static class LintRules
{
    public static IReadOnlyList<ILintRule> All { get; } =
    [
        new MissingMetadataRule(),
        new FutureDateRule(),
        new ReviewDateRule(),
        new HeadingLevelsRule(),
        new LinkTextRule(),
        new ImageAltRule(),
        new LeftOutMarkupRule(),
        new HealthClaimsRule(),
        new SentencesRule(),
    ];
}
