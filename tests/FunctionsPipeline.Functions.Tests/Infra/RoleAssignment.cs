using System.Text.RegularExpressions;

namespace FunctionsPipeline.Functions.Tests.Infra;

/// <summary>One role assignment of access.bicep.</summary>
internal sealed partial record RoleAssignment(string Role, string Scope, string To, string PrincipalType)
{
    public override string ToString() => $"{Role} on {Scope}";

    public static RoleAssignment Read(string body)
    {
        var properties = BicepText.Properties(body, "properties: {");
        return new(
            RoleName().Match(properties.GetValueOrDefault("roleDefinitionId", "")).Groups[1].Value,
            BicepText.Properties(body).GetValueOrDefault("scope", ""),
            properties.GetValueOrDefault("principalId", ""),
            properties.GetValueOrDefault("principalType", ""));
    }

    /// <summary>
    /// What the published code needs: the host's and our own storage clients go where the settings point, secrets come
    /// from the vault, logs go out as the identity.
    /// </summary>
    public static IEnumerable<string> NeededBy(RepositoryTexts texts)
    {
        var clients = Clients(texts);
        var required = AppSettings.All.Where(setting => setting.Need == SettingNeed.Required).ToList();
        if (clients.Contains("Azure.Storage.Blobs") || required.Any(setting => setting.Name == AppSettings.StorageBlobServiceUri))
            yield return "storageBlobDataOwner on account";
        if (clients.Contains("Azure.Storage.Queues") || required.Any(setting => setting.Name == AppSettings.StorageQueueServiceUri))
            yield return "storageQueueDataContributor on account";
        if (required.Any(setting => setting.IsSecret))
            yield return "keyVaultSecretsUser on vault";
        if (required.Any(setting => setting.Name == AppSettings.ApplicationInsightsAuthentication))
            yield return "monitoringMetricsPublisher on insights";
    }

    /// <summary>Clients of services for which no role is known here.</summary>
    public static IEnumerable<string> UnknownClients(RepositoryTexts texts)
        => Clients(texts).Except(["Azure", "Azure.Core", "Azure.Identity", "Azure.Storage", "Azure.Storage.Blobs", "Azure.Storage.Queues"])
            .Select(client => $"the code uses {client}: which role does the app need for it?");

    private static HashSet<string> Clients(RepositoryTexts texts)
        => texts.Sources.SelectMany(source => UsedClient().Matches(source.Value)).Select(match => match.Groups["name"].Value)
            .Select(name => string.Join('.', name.Split('.').Take(3)))
            .Select(name => name.StartsWith("Azure.Core", StringComparison.Ordinal) ? "Azure.Core" : name)
            .ToHashSet();

    [GeneratedRegex(@"roles\.(\w+)\)")]
    private static partial Regex RoleName();

    [GeneratedRegex(@"^using (?<name>Azure(?:\.\w+)*);", RegexOptions.Multiline)]
    private static partial Regex UsedClient();
}
