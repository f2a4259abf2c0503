using System.Text.Json;

namespace FunctionsPipeline.Cli.Lint.Formats;

/// <summary>SARIF 2.1.0 (OASIS), which GitHub's code scanning and editors read.</summary>
internal sealed class SarifFormat : ILintFormat
{
    public Task WriteAsync(LintResult result, TextWriter output) =>
        output.WriteLineAsync(JsonSerializer.Serialize(Log(result), LintJson.Readable.SarifLog));

    private static SarifLog Log(LintResult result)
    {
        var rules = result
            .Findings.Select(f => f.Finding.Rule)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();
        return new SarifLog(
            "https://json.schemastore.org/sarif-2.1.0.json",
            "2.1.0",
            [
                new SarifRun(
                    new SarifTool(new SarifDriver("fp lint", [.. rules.Select(r => new SarifRule(r))])),
                    [.. result.Findings.Select(f => Result(f, rules))],
                    // .NET strings, in which the columns of findings are counted.
                    "utf16CodeUnits"
                ),
            ]
        );
    }

    private static SarifResult Result(LintFinding found, List<string> rules)
    {
        var finding = found.Finding;
        return new SarifResult(
            finding.Rule,
            rules.BinarySearch(finding.Rule, StringComparer.Ordinal),
            TextFormat.NameOf(finding.Severity),
            new SarifMessage(finding.Fix is null ? finding.Message : $"{finding.Message} {finding.Fix}"),
            [
                new SarifLocation(
                    new SarifPhysicalLocation(
                        new SarifArtifact(UriOf(found.File)),
                        finding.Line is { } line ? new SarifRegion(line, finding.Column) : null
                    )
                ),
            ]
        );
    }

    /// <summary>A URI reference (RFC 3986): relative to the working directory, or a file's own.</summary>
    private static string UriOf(string file) =>
        (Path.IsPathRooted(file) ? "file://" + (file.StartsWith('/') ? "" : "/") : "")
        + string.Join('/', file.Split('/').Select(Uri.EscapeDataString));
}

internal sealed record SarifLog(
    [property: System.Text.Json.Serialization.JsonPropertyName("$schema")] string Schema,
    string Version,
    IReadOnlyList<SarifRun> Runs
);

internal sealed record SarifRun(SarifTool Tool, IReadOnlyList<SarifResult> Results, string ColumnKind);

internal sealed record SarifTool(SarifDriver Driver);

internal sealed record SarifDriver(string Name, IReadOnlyList<SarifRule> Rules);

internal sealed record SarifRule(string Id);

internal sealed record SarifResult(
    string RuleId,
    int RuleIndex,
    string Level,
    SarifMessage Message,
    IReadOnlyList<SarifLocation> Locations
);

internal sealed record SarifMessage(string Text);

internal sealed record SarifLocation(SarifPhysicalLocation PhysicalLocation);

internal sealed record SarifPhysicalLocation(SarifArtifact ArtifactLocation, SarifRegion? Region);

internal sealed record SarifArtifact(string Uri);

internal sealed record SarifRegion(int StartLine, int? StartColumn);
