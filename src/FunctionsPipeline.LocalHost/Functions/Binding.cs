using System.Text.Json;

namespace FunctionsPipeline.LocalHost.Functions;

/// <summary>One binding as the app's build described it: names of properties come in any case.</summary>
internal sealed record Binding(string Type, string Name, JsonElement Json)
{
    public static Binding Read(string raw)
    {
        using var document = JsonDocument.Parse(raw);
        var json = document.RootElement.Clone();
        return new(Text(json, "type") ?? "", Text(json, "name") ?? "", json);
    }

    public bool IsTrigger => Type.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the worker makes the parameter itself, from a reference to the blob or message.</summary>
    public bool IsDeferred =>
        Find(Json, "properties") is { ValueKind: JsonValueKind.Object } properties
        && Find(properties, "supportsDeferredBinding") is { } flag
        && flag.ToString().Equals("true", StringComparison.OrdinalIgnoreCase);

    public bool Is(string type) => Type.Equals(type, StringComparison.OrdinalIgnoreCase);

    public string? Text(string property) => Text(Json, property);

    public bool? Flag(string property) =>
        Find(Json, property) is { ValueKind: JsonValueKind.True or JsonValueKind.False } flag
            ? flag.GetBoolean()
            : null;

    public IReadOnlyList<string> Texts(string property) =>
        Find(Json, property) is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Select(item => item.ToString())]
            : [];

    private static string? Text(JsonElement json, string property) =>
        Find(json, property) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement? Find(JsonElement json, string name)
    {
        foreach (var property in json.EnumerateObject())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return property.Value;
        }

        return null;
    }
}
