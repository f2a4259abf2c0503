using System.Text.Json;
using System.Text.RegularExpressions;
using FunctionsPipeline.Functions.Tests.Infra.Bicep;

namespace FunctionsPipeline.Functions.Tests.Infra;

/// <summary>One role assignment of a deployment.</summary>
/// <param name="Role">Azure's name of the role.</param>
/// <param name="Scope"><c>account</c>, <c>vault</c>, <c>insights</c>, or <c>container NAME</c>.</param>
/// <param name="To">Object id, or <see cref="App"/>.</param>
internal sealed partial record RoleAssignment(
    string Role,
    string Scope,
    string To,
    string PrincipalType,
    string Condition
)
{
    /// <summary>The app's identity, whose object id Azure gives.</summary>
    public const string App = "app";

    /// <summary>learn.microsoft.com/azure/role-based-access-control/built-in-roles.</summary>
    private static readonly Dictionary<string, string> Roles = new(StringComparer.Ordinal)
    {
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
        ["ba92f5b4-2d11-453d-a403-e96b0029c9fe"] = "Storage Blob Data Contributor",
        ["2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"] = "Storage Blob Data Reader",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "Storage Queue Data Contributor",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
        ["4633458b-17de-408a-b874-0445c86b69e6"] = "Key Vault Secrets User",
        ["b86a8fe4-44ce-4948-aee5-eccb2c155cd7"] = "Key Vault Secrets Officer",
    };

    /// <summary>Those for which <see cref="NeededBy"/> knows a role, and those that need none.</summary>
    private static readonly string[] KnownClients =
    [
        "Azure",
        "Azure.Core",
        "Azure.Identity",
        "Azure.Monitor.OpenTelemetry",
        "Azure.Storage",
        "Azure.Storage.Blobs",
        "Azure.Storage.Queues",
    ];

    public override string ToString() => $"{Role} on {Scope}";

    public static IReadOnlyList<RoleAssignment> In(Deployment deployment) =>
        [.. deployment.All("Microsoft.Authorization/roleAssignments").Select(Read)];

    private static RoleAssignment Read(JsonElement resource)
    {
        var properties = resource.GetProperty("properties");
        var role = Text("roleDefinitionId").Split('/')[^1];
        var principal = Text("principalId");
        var scope = ScopeType().Match(resource.GetProperty("id").GetString()!);
        return new(
            Roles.GetValueOrDefault(role, role),
            scope.Groups["container"].Success
                ? $"container {scope.Groups["container"].Value}"
                : scope.Groups["type"].Value switch
                {
                    "Microsoft.Storage/storageAccounts" => "account",
                    "Microsoft.KeyVault/vaults" => "vault",
                    "Microsoft.Insights/components" => "insights",
                    var other => other,
                },
            principal.Contains("Microsoft.ManagedIdentity/userAssignedIdentities", StringComparison.Ordinal)
                ? App
                : principal,
            Text("principalType"),
            Text("condition")
        );

        string Text(string name) => properties.TryGetProperty(name, out var value) ? value.GetString()! : "";
    }

    /// <summary>
    /// What the published code needs: the host's and our own storage clients go where the settings point, secrets come
    /// from the vault, logs go out as the identity.
    /// </summary>
    public static IEnumerable<string> NeededBy(RepositoryTexts texts)
    {
        var clients = Clients(texts);
        var required = AppSettings.All.Where(setting => setting.Need == SettingNeed.Required).ToList();
        if (
            clients.Contains("Azure.Storage.Blobs")
            || required.Any(setting => setting.Name == AppSettings.StorageBlobServiceUri)
        )
            yield return "Storage Blob Data Owner on account";
        if (
            clients.Contains("Azure.Storage.Queues")
            || required.Any(setting => setting.Name == AppSettings.StorageQueueServiceUri)
        )
            yield return "Storage Queue Data Contributor on account";
        if (required.Any(setting => setting.IsSecret))
            yield return "Key Vault Secrets User on vault";
        if (required.Any(setting => setting.Name == AppSettings.ApplicationInsightsAuthentication))
            yield return "Monitoring Metrics Publisher on insights";
    }

    /// <summary>Clients of services for which no role is known here.</summary>
    public static IEnumerable<string> UnknownClients(RepositoryTexts texts) =>
        Clients(texts)
            .Except(KnownClients)
            .Select(client => $"the code uses {client}: which role does the app need for it?");

    private static HashSet<string> Clients(RepositoryTexts texts) =>
        texts
            .Sources.SelectMany(source => UsedClient().Matches(source.Value))
            .Select(match => match.Groups["name"].Value)
            .Select(name => string.Join('.', name.Split('.').Take(3)))
            .Select(name => name.StartsWith("Azure.Core", StringComparison.Ordinal) ? "Azure.Core" : name)
            .ToHashSet();

    /// <summary>The first resource that an id names, and the container below it.</summary>
    [GeneratedRegex(@"/providers/(?<type>[\w.]+/\w+)/[^/']+(?:/blobServices/default/containers/(?<container>[^/']+))?")]
    private static partial Regex ScopeType();

    [GeneratedRegex(@"^using (?<name>Azure(?:\.\w+)*);", RegexOptions.Multiline)]
    private static partial Regex UsedClient();
}
