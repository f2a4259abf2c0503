using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Cli.Lint.Formats;

/// <summary>One document for other programs; README.md has its shape.</summary>
internal sealed class JsonFormat : ILintFormat
{
    public Task WriteAsync(LintResult result, TextWriter output) =>
        output.WriteLineAsync(JsonSerializer.Serialize(LintDocument.Of(result), LintJson.Readable.LintDocument));
}

internal sealed record LintDocument(
    int Files,
    int Errors,
    int Warnings,
    int Notes,
    IReadOnlyList<LintDocumentFinding> Findings,
    IReadOnlyList<FixedFile> Fixed
)
{
    public static LintDocument Of(LintResult result) =>
        new(
            result.Files,
            result.Count(Severity.Error),
            result.Count(Severity.Warning),
            result.Count(Severity.Note),
            [
                .. result.Findings.Select(f => new LintDocumentFinding(
                    f.File,
                    f.Finding.Line,
                    f.Finding.Column,
                    f.Finding.Severity,
                    f.Finding.Rule,
                    f.Finding.Message,
                    f.Finding.Fix
                )),
            ],
            result.Fixed
        );
}

internal sealed record LintDocumentFinding(
    string File,
    int? Line,
    int? Column,
    Severity Severity,
    string Rule,
    string Message,
    string? Fix
);

[JsonSerializable(typeof(LintDocument))]
[JsonSerializable(typeof(SarifLog))]
internal sealed partial class LintJson : JsonSerializerContext
{
    public static LintJson Readable { get; } = new(new JsonSerializerOptions(JsonBlobs.Options));
}
