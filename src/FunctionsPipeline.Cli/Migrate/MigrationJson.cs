using System.Text.Json.Serialization;

namespace FunctionsPipeline.Cli.Migrate;

/// <summary>The document of <c>--json</c>.</summary>
internal sealed record MigrationDocument(
    string Service,
    bool DryRun,
    int Articles,
    int Drafts,
    int Pictures,
    long Subscribers,
    long SubscribersWithoutBasis,
    long SubscribersWithoutDate,
    IReadOnlyDictionary<string, long> SubscribersLeftOut,
    IReadOnlyList<ReportItem> Items
)
{
    public static MigrationDocument Of(MigrationReport report, IExportReader reader, MigrationOptions options) =>
        new(
            reader.Id,
            options.DryRun,
            report.Articles,
            report.Drafts,
            report.Pictures,
            report.Subscribers,
            report.WithoutBasis,
            report.WithoutDate,
            report.LeftOut,
            report.Items
        );
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true
)]
[JsonSerializable(typeof(MigrationDocument))]
internal sealed partial class MigrationJson : JsonSerializerContext;
