using System.Collections;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace FunctionsPipeline.LocalHost.Settings;

/// <summary>
/// The app's settings: one set, which the host reads as configuration and the worker gets as its environment.
/// </summary>
internal sealed class AppSettings
{
    public const string EnvironmentVariable = "AZURE_FUNCTIONS_ENVIRONMENT";

    // Where this process listens is no business of the worker's server; and debuggers of this process are not its own.
    private static readonly string[] NotForTheWorker =
    [
        "ASPNETCORE_URLS",
        "ASPNETCORE_HTTP_PORTS",
        "ASPNETCORE_HTTPS_PORTS",
        "DOTNET_URLS",
        "DOTNET_HTTP_PORTS",
        "URLS",
        "DOTNET_STARTUP_HOOKS",
    ];

    private AppSettings(
        string environmentName,
        IReadOnlyDictionary<string, string> variables,
        IConfiguration configuration
    ) => (EnvironmentName, Variables, Configuration) = (environmentName, variables, configuration);

    public string EnvironmentName { get; }

    /// <summary>All settings by their environment names.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; }

    /// <summary>host.json, and all settings with <c>:</c> for <c>__</c>.</summary>
    public IConfiguration Configuration { get; }

    /// <exception cref="LocalHostException">host.json or local.settings.json cannot be read.</exception>
    public static AppSettings Read(LocalHostOptions options)
    {
        var variables = new Dictionary<string, string>(
            OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal
        );
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        foreach (var name in NotForTheWorker)
            variables.Remove(name);
        foreach (var (name, value) in options.Settings)
            Set(variables, name, value);

        var environment = options.EnvironmentName ?? variables.GetValueOrDefault(EnvironmentVariable) ?? "Development";
        if (environment.Equals("Development", StringComparison.OrdinalIgnoreCase))
        {
            foreach (var (name, value) in LocalSettings(Path.Combine(options.AppFolder, "local.settings.json")))
            {
                // A setting that the options remove stays removed.
                if (!variables.ContainsKey(name) && !options.Settings.ContainsKey(name))
                    variables[name] = value;
            }
        }

        variables[EnvironmentVariable] = environment;
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("AzureWebJobsConfigurationSection", HostJson.Section)])
            .AddInMemoryCollection(HostJson.Read(options.AppFolder))
            .AddInMemoryCollection(
                variables.Select(each =>
                    KeyValuePair.Create(each.Key.Replace("__", ":", StringComparison.Ordinal), (string?)each.Value)
                )
            )
            .Build();
        return new(environment, variables, configuration);
    }

    private static void Set(Dictionary<string, string> variables, string name, string? value)
    {
        var variable = name.Replace(":", "__", StringComparison.Ordinal);
        if (value is null)
            variables.Remove(variable);
        else
            variables[variable] = value;
    }

    private static IEnumerable<KeyValuePair<string, string>> LocalSettings(string file)
    {
        if (!File.Exists(file))
            return [];
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file), HostJson.Lenient);
            if (
                json.RootElement.TryGetProperty("IsEncrypted", out var encrypted)
                && encrypted.ValueKind == JsonValueKind.True
            )
                throw new LocalHostException(
                    $"{file} is encrypted, which this host cannot read. Decrypt it with: func settings decrypt"
                );
            return [.. Section(json, "Values", ""), .. Section(json, "ConnectionStrings", "ConnectionStrings__")];
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            throw new LocalHostException($"{file} is not valid: {broken.Message}", broken);
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Section(JsonDocument json, string name, string prefix) =>
        json.RootElement.TryGetProperty(name, out var values)
            ? values
                .EnumerateObject()
                .Select(value =>
                    KeyValuePair.Create(
                        prefix + value.Name.Replace(":", "__", StringComparison.Ordinal),
                        value.Value.ToString()
                    )
                )
            : [];
}
