using System.Text.Json;

namespace FunctionsPipeline.Cli.Migrate.Source;

/// <summary>Values of rows, which older and newer versions write as numbers or as texts.</summary>
internal static class JsonRowExtensions
{
    /// <returns>Null for what is not there, null, or no value.</returns>
    public static string? Text(this JsonElement row, string name) =>
        row.ValueKind == JsonValueKind.Object && row.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
                _ => null,
            }
            : null;
}
