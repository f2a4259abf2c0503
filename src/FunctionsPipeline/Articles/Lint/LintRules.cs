namespace FunctionsPipeline.Articles.Lint;

/// <summary>All rules, in the order in which they speak.</summary>
internal static class LintRules
{
    public static IReadOnlyList<ILintRule> All { get; } =
    [
    ];
}
