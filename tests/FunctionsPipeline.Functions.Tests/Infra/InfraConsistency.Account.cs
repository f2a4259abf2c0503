using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Functions.Tests.Infra;

/// <content>The storage account, and who may do what in it.</content>
internal static partial class InfraConsistency
{
    public static IEnumerable<string> ContainersAndQueues(RepositoryTexts texts)
    {
        var storage = new BicepText(texts["infra/modules/storage.bicep"]);
        // $web comes with the static website.
        foreach (var difference in Differ("container", storage.Strings("containers"), Containers.All.Except([Containers.Web])))
            yield return difference;
        if (storage.Match(@"staticWebsite: \{\s*enabled: (\w+)") != "true")
            yield return $"container {Containers.Web}: the static website, which creates it, is not enabled";
        foreach (var difference in Differ("queue", storage.Strings("queues"), Queues.All))
            yield return difference;
        if (storage.Match(@"var poisonQueues = map\(queues, queue => '\$\{queue\}([^']*)'\)") != Queues.PoisonSuffix)
            yield return $"poison queues do not end in {Queues.PoisonSuffix}";
        var eventGrid = new BicepText(texts["infra/eventgrid.bicep"]);
        if (eventGrid.Match("var container = '([^']*)'") != Containers.Articles)
            yield return $"eventgrid.bicep does not watch the container {Containers.Articles}";
        if (!eventGrid.Contains("subjectBeginsWith: '/blobServices/default/containers/${container}/'"))
            yield return "eventgrid.bicep does not filter by container";
    }

    public static IEnumerable<string> AgesOut(RepositoryTexts texts)
    {
        var set = new BicepText(texts["infra/modules/storage.bicep"]).Objects("agingOut")
            .Select(rule => $"{rule["prefix"].Trim('\'')} after {rule["days"]} days");
        return Differ("aging rule", set, AgingOut.All.Select(rule => $"{rule.Container}/{rule.Prefix} after {rule.Days} days"));
    }

    /// <summary>The account's promises: no keys, nothing public but the site, an end to what is kept.</summary>
    public static IEnumerable<string> Account(RepositoryTexts texts)
    {
        var storage = new BicepText(texts["infra/modules/storage.bicep"]);
        string[] lines =
        [
            "allowSharedKeyAccess: false", "allowBlobPublicAccess: false", "supportsHttpsTrafficOnly: true", "isVersioningEnabled: false",
            "publicAccess: 'None'", "days: retentionDays",
        ];
        foreach (var line in lines.Where(line => !storage.Contains(line)))
            yield return $"storage.bicep no longer says {line}";
        foreach (var line in new[] { "enableRbacAuthorization: true", "enablePurgeProtection: true" }
            .Where(line => !texts["infra/modules/vault.bicep"].Contains(line, StringComparison.Ordinal)))
            yield return $"vault.bicep no longer says {line}";
    }

    /// <summary>The app holds the roles that its calls need and no other; staff hold two.</summary>
    public static IEnumerable<string> Roles(RepositoryTexts texts)
    {
        var access = new BicepText(texts["infra/modules/access.bicep"]);
        var assigned = access.ResourcesOf("Microsoft.Authorization/roleAssignments").Select(name => RoleAssignment.Read(access.Resource(name))).ToList();
        foreach (var difference in Differ("role of the app", assigned.Where(role => role.To == "appPrincipalId").Select(role => role.ToString()), RoleAssignment.NeededBy(texts)))
            yield return difference;
        string[] staff =
        [
            $"storageBlobDataContributor on account::blobs::{Containers.Articles}", $"storageBlobDataReader on account::blobs::{Containers.Reports}",
        ];
        foreach (var difference in Differ("role of staff", assigned.Where(role => role.To == "staffGroupId").Select(role => role.ToString()), staff))
            yield return difference;
        foreach (var role in assigned.Where(role => role.To == "appPrincipalId" && role.PrincipalType != "'ServicePrincipal'"))
            yield return $"role of the app {role} lacks principalType 'ServicePrincipal'";
        foreach (var container in new[] { Containers.Articles, Containers.Reports })
        {
            if (access.Match($@"resource {container} 'containers' existing = \{{\s*name: '([^']*)'") != container)
                yield return $"the name {container} in access.bicep stands for another container";
        }

        if (!access.Contains($"containers:name] StringNotEquals \\'{Containers.Articles}\\''"))
            yield return $"the app's role does not protect the container {Containers.Articles}";
        foreach (var client in RoleAssignment.UnknownClients(texts))
            yield return client;
    }
}
