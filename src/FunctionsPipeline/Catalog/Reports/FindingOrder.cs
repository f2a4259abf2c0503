using System.Globalization;
using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Catalog.Reports;

/// <summary>Errors first, then in the order of the file; no more than a person can use.</summary>
internal static class FindingOrder
{
    private const int Most = 200;

    public static IReadOnlyList<Finding> Of(List<Finding> findings)
    {
        // The mildest are left out first.
        var kept =
            findings.Count <= Most
                ? findings
                : [.. findings.OrderByDescending(f => f.Severity).Take(Most), Rest(findings.Count - Most)];
        return
        [
            .. kept.OrderByDescending(f => f.Severity == Severity.Error)
                .ThenBy(f => f.Line ?? 0)
                .ThenBy(f => f.Column ?? 0),
        ];
    }

    private static Finding Rest(int count) =>
        new(
            "more-findings",
            Severity.Note,
            string.Create(CultureInfo.InvariantCulture, $"{count:N0} more findings are not listed."),
            "Fix those listed here and drop the file again."
        );
}
