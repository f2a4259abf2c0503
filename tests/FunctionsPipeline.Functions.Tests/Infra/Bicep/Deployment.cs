using System.Text.Json;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Functions.Tests.Infra.Bicep;

/// <summary>The resources of one snapshot (<see cref="Snapshots"/>).</summary>
internal sealed partial class Deployment
{
    private readonly List<JsonElement> _resources;

    public Deployment(string snapshot)
    {
        _resources = [.. snapshot.Split('\n').Select(line => JsonDocument.Parse(line).RootElement)];
    }

    public IEnumerable<JsonElement> All(string type) =>
        _resources.Where(resource => resource.GetProperty("type").GetString() == type);

    /// <summary>
    /// The last part of the name of each resource of a type: <c>articles</c> of <c>account/default/articles</c>.
    /// </summary>
    public IEnumerable<string> Names(string type) => All(type).Select(Name);

    /// <summary>What stands at a path below <c>properties</c>; null where the path ends early.</summary>
    /// <param name="name">Last part of the name, where there are several of the type.</param>
    public JsonElement? Value(string type, string path, string? name = null)
    {
        JsonElement? at = All(type).First(resource => name is null || Name(resource) == name).GetProperty("properties");
        foreach (var part in path.Split('.'))
        {
            at =
                at is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(part, out var below)
                    ? below
                    : null;
        }

        return at;
    }

    /// <summary>The app settings.</summary>
    public IReadOnlyDictionary<string, string> Settings =>
        All("Microsoft.Web/sites/config")
            .Single(config => Name(config) == "appsettings")
            .GetProperty("properties")
            .EnumerateObject()
            .ToDictionary(setting => setting.Name, setting => Filled(setting.Value.GetString()!));

    /// <summary>
    /// The template of an expression <c>[format('...{0}...{1}', ARGUMENT, 'text')]</c>, with a last argument that is plain
    /// text filled in; any other value as it is.
    /// </summary>
    public static string Filled(string value)
    {
        var format = Format().Match(value);
        if (!format.Success)
            return value;
        var template = format.Groups["template"].Value;
        var last = format.Groups["last"];
        return last.Success ? template.Replace("{1}", last.Value, StringComparison.Ordinal) : template;
    }

    private static string Name(JsonElement resource) => resource.GetProperty("name").GetString()!.Split('/')[^1];

    [GeneratedRegex(@"^\[format\('(?<template>[^']*)', .*?(?:, '(?<last>\w+)')?\)\]$")]
    private static partial Regex Format();
}
