using System.Globalization;
using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Desk;

/// <summary>A finding as the desk shows it.</summary>
/// <param name="Severity">CSS class.</param>
/// <param name="Where">Its place in words; null for the whole of a file.</param>
public sealed record DeskFinding(string Severity, string SeverityText, string? Where, string Message, string? Fix)
{
    public static DeskFinding Of(DeskPage page, Finding found)
    {
        var finding = page.Translations.Of(found);
        return new(
            finding.Severity.ToString().ToLowerInvariant(),
            page.Strings["severity-" + finding.Severity.ToString().ToLowerInvariant()],
            finding.Line is { } line
                ? page.Strings.Format("finding-line", ("line", line.ToString(CultureInfo.InvariantCulture)))
                : null,
            finding.Message,
            finding.Fix
        );
    }
}
