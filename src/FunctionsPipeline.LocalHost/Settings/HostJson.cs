using System.Text.Json;

namespace FunctionsPipeline.LocalHost.Settings;

/// <summary>
/// host.json as settings below <c>AzureFunctionsJobHost</c>, the real host's own name for them: options of the WebJobs
/// SDK bind to it, and <c>AzureFunctionsJobHost__extensions__queues__batchSize</c> overrides the file on both hosts.
/// </summary>
internal static class HostJson
{
    public const string Section = "AzureFunctionsJobHost";

    public static readonly JsonDocumentOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <exception cref="LocalHostException">The file is not JSON.</exception>
    public static IEnumerable<KeyValuePair<string, string?>> Read(string appFolder)
    {
        var file = Path.Combine(appFolder, "host.json");
        if (!File.Exists(file))
            return [];
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file), Lenient);
            var values = new List<KeyValuePair<string, string?>>();
            Flatten(Section, json.RootElement, values);
            return values;
        }
        catch (JsonException broken)
        {
            throw new LocalHostException($"{file} is not valid JSON: {broken.Message}", broken);
        }
    }

    private static void Flatten(string path, JsonElement element, List<KeyValuePair<string, string?>> values)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                    Flatten($"{path}:{property.Name}", property.Value, values);
                break;
            case JsonValueKind.Array:
                foreach (var (at, item) in element.EnumerateArray().Index())
                    Flatten($"{path}:{at}", item, values);
                break;
            case JsonValueKind.Null or JsonValueKind.Undefined:
                break;
            default:
                values.Add(new(path, element.ToString()));
                break;
        }
    }
}
