using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Articles.Report;

/// <summary>What must be mended first, then as the file is read.</summary>
internal static class FindingOrder
{
    public static IReadOnlyList<Finding> Of(List<Finding> findings)
        => [.. findings.OrderByDescending(f => f.Severity == Severity.Error).ThenBy(f => f.Line ?? 0).ThenBy(f => f.Column ?? 0)];
}
