using FunctionsPipeline.Functions.Tests.Infra.Bicep;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Functions.Tests.Infra;

/// <content>The storage account, and who may do what in it.</content>
internal static partial class InfraConsistency
{
    private const string StorageAccount = "Microsoft.Storage/storageAccounts";
    private const string BlobService = "Microsoft.Storage/storageAccounts/blobServices";
    private const string Vault = "Microsoft.KeyVault/vaults";
    private const string PackageContainer = "deployments";

    public static IEnumerable<string> ContainersAndQueues(RepositoryTexts texts)
    {
        // $web comes with the static website; the package of the app is no data of ours.
        var containers = texts.Main.Names(BlobService + "/containers").Except([PackageContainer]);
        foreach (var difference in Differ("container", containers, Containers.All.Except([Containers.Web])))
            yield return difference;
        if (texts.Main.Value(BlobService, "staticWebsite.enabled")?.ToString() != "True")
            yield return $"container {Containers.Web}: the static website, which creates it, is not enabled";
        var queues = Queues.All.Concat(Queues.All.Select(queue => queue + Queues.PoisonSuffix));
        foreach (var difference in Differ("queue", texts.Main.Names(StorageAccount + "/queueServices/queues"), queues))
            yield return difference;
    }

    public static IEnumerable<string> AgesOut(RepositoryTexts texts)
    {
        var set = texts
            .Main.Value(StorageAccount + "/managementPolicies", "policy.rules")!
            .Value.EnumerateArray()
            .Select(rule => rule.GetProperty("definition"))
            .Select(rule =>
                (
                    Prefix: rule.GetProperty("filters").GetProperty("prefixMatch")[0],
                    Delete: rule.GetProperty("actions").GetProperty("baseBlob").GetProperty("delete")
                )
            )
            .Select(rule => $"{rule.Prefix} after {rule.Delete.GetProperty("daysAfterModificationGreaterThan")} days");
        var needed = Expiry.All.Select(rule => $"{rule.Container}/{rule.Prefix} after {rule.Days} days");
        return Differ("aging rule", set, needed);
    }

    /// <summary>The account's promises: no keys, nothing public but the site, an end to what is kept.</summary>
    public static IEnumerable<string> Account(RepositoryTexts texts)
    {
        (string Type, string Path, string Expected)[] promises =
        [
            (StorageAccount, "allowSharedKeyAccess", "False"),
            (StorageAccount, "allowBlobPublicAccess", "False"),
            (StorageAccount, "supportsHttpsTrafficOnly", "True"),
            (BlobService, "isVersioningEnabled", "False"),
            (BlobService, "deleteRetentionPolicy.days", "14"),
            (BlobService, "containerDeleteRetentionPolicy.days", "14"),
            (Vault, "enableRbacAuthorization", "True"),
            (Vault, "enablePurgeProtection", "True"),
        ];
        var broken = promises.Where(promise =>
            texts.Main.Value(promise.Type, promise.Path)?.ToString() != promise.Expected
        );
        foreach (var (type, path, expected) in broken)
            yield return $"{type}: {path} is no longer {expected.ToLowerInvariant()}";
        foreach (var container in texts.Main.Names(BlobService + "/containers"))
        {
            if (texts.Main.Value(BlobService + "/containers", "publicAccess", container)?.ToString() != "None")
                yield return $"container {container} is public";
        }
    }

    /// <summary>
    /// The app holds the roles that its calls need and no other; staff and the deploy workflow hold theirs.
    /// </summary>
    public static IEnumerable<string> Roles(RepositoryTexts texts)
    {
        var assigned = RoleAssignment.In(texts.Main);
        (string Who, string To, IEnumerable<string> Needed)[] expected =
        [
            ("the app", RoleAssignment.App, RoleAssignment.NeededBy(texts)),
            (
                "staff",
                Snapshots.StaffGroup,
                [
                    $"Storage Blob Data Contributor on container {Containers.Articles}",
                    $"Storage Blob Data Reader on container {Containers.Reports}",
                ]
            ),
            (
                "the deploy workflow",
                Snapshots.Deployer,
                [$"Storage Blob Data Contributor on container {Containers.Articles}"]
            ),
        ];
        foreach (var (who, to, needed) in expected)
        {
            var held = assigned.Where(role => role.To == to).Select(role => role.ToString());
            foreach (var difference in Differ($"role of {who}", held, needed))
                yield return difference;
        }

        foreach (var role in assigned.Where(role => role.To == RoleAssignment.App))
        {
            if (role.PrincipalType != "ServicePrincipal")
                yield return $"role of the app {role} lacks principalType 'ServicePrincipal'";
            if (role.Role == "Storage Blob Data Owner" && !ProtectsArticles(role.Condition))
                yield return $"the app's role does not protect the container {Containers.Articles}";
        }

        foreach (var client in RoleAssignment.UnknownClients(texts))
            yield return client;
    }

    /// <summary>The condition refuses each way to change a blob, unless the blob is elsewhere.</summary>
    private static bool ProtectsArticles(string condition)
    {
        var elsewhere = $" OR (@Resource[{BlobService}/containers:name] StringNotEquals '{Containers.Articles}'))";
        return condition.EndsWith(elsewhere, StringComparison.Ordinal)
            && new[] { "write", "add/action", "delete", "move/action" }
                .Select(change => $"!(ActionMatches{{'{BlobService}/containers/blobs/{change}'}})")
                .All(refusal => condition.Contains(refusal, StringComparison.Ordinal));
    }
}
