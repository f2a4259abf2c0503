using System.Text.Json;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Syndication.Copies;

namespace FunctionsPipeline.Syndication;

/// <summary>The targets as a person who operates them sees them: their last outcome, and whether the secret works.</summary>
public sealed class TargetOverview(IBlobStore store, ISiteSettingsSource settings, SyndicationTargets targets)
{
    private const string Folder = "syndication/";

    /// <summary>Every target of <c>site.yml</c> with the newest outcome. One listing, and one read a target.</summary>
    public async Task<IReadOnlyList<TargetState>> ListAsync(CancellationToken cancellationToken)
    {
        var site = await settings.GetAsync(cancellationToken);
        var newest = new Dictionary<string, (BlobEntry Blob, int Copies)>(StringComparer.Ordinal);
        await foreach (var blob in store.ListAsync(Containers.State, Folder, cancellationToken))
        {
            var parts = blob.Name[Folder.Length..].Split('/');
            if (parts.Length != 2 || parts[0].StartsWith('_') || !parts[1].EndsWith(".json", StringComparison.Ordinal))
                continue;
            var target = parts[1][..^".json".Length];
            newest[target] =
                newest.TryGetValue(target, out var known) && known.Blob.LastModified >= blob.LastModified
                    ? (known.Blob, known.Copies + 1)
                    : (blob, known.Copies + 1);
        }
        var states = new List<TargetState>();
        foreach (var target in site.Targets)
        {
            var last = newest.TryGetValue(target.Name, out var found)
                ? await ReadAsync(found.Blob, cancellationToken)
                : null;
            states.Add(
                new TargetState(
                    target.Name,
                    target.Type,
                    targets.Find(target)?.NeedsSecret != true || targets.SecretOf(target) is not null,
                    found.Copies,
                    last?.State,
                    last?.Slug,
                    last is null ? null : found.Blob.LastModified,
                    last?.Link,
                    TextOf(last?.Problem, last?.Status, site, last is { Withdrawing: true })
                )
            );
        }
        return states;
    }

    /// <summary>Asks a target, or all of them, whether the secret is accepted. Nothing is posted.</summary>
    /// <param name="name">Null for all.</param>
    public async Task<Answer<IReadOnlyList<TestedTarget>>> TestAsync(string? name, CancellationToken cancellationToken)
    {
        var site = await settings.GetAsync(cancellationToken);
        if (name is not null && site.Targets.All(t => t.Name != name))
            return new Refusal(
                $"There is no target '{name}' in site.yml. There are: {string.Join(", ", site.Targets.Select(t => t.Name))}."
            );
        var results = new List<TestedTarget>();
        foreach (var target in site.Targets.Where(t => name is null || t.Name == name))
        {
            var access = new TargetAccess { Target = target, Secret = targets.SecretOf(target) };
            var kind = targets.Find(target);
            TargetTest result =
                kind is null ? new TargetTest.Unknown()
                : kind.NeedsSecret && access.Secret is null ? new TargetTest.Failed(Problem.Secret)
                : await kind.TestAsync(access, cancellationToken);
            results.Add(
                new TestedTarget(
                    target.Name,
                    target.Type,
                    result switch
                    {
                        TargetTest.Accepted => true,
                        TargetTest.Failed => false,
                        _ => null,
                    },
                    (result as TargetTest.Accepted)?.Account,
                    result is TargetTest.Failed failed ? TextOf(failed.Problem, failed.Status, site) : null
                )
            );
        }
        return results;
    }

    private async Task<CopyRecord?> ReadAsync(BlobEntry blob, CancellationToken cancellationToken)
    {
        try
        {
            return (
                await new JsonDocument<CopyRecord>(
                    store,
                    new BlobPath(Containers.State, blob.Name),
                    SyndicationJson.Readable.CopyRecord
                ).ReadAsync(cancellationToken)
            )?.Value;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? TextOf(Problem? problem, int? status, SiteSettings site, bool withdrawing = false)
    {
        if (problem is not { } known)
            return null;
        var strings = StringTable.Load(ReportedCopies.Strings, site.Language);
        var text = ReportedCopies.TextOf(known, status, strings);
        return withdrawing ? strings.Format("remains", ("problem", text)) : text;
    }
}

/// <param name="HasSecret">False: nothing can be carried until <c>Targets__&lt;name&gt;__Secret</c> is set.</param>
/// <param name="Copies">How many articles were carried or tried.</param>
/// <param name="Last">What became of the newest; null if there was none.</param>
/// <param name="Article">The newest's slug.</param>
/// <param name="Problem">Why the newest failed or waits, in words; null if it did not.</param>
public sealed record TargetState(
    string Name,
    string Type,
    bool HasSecret,
    int Copies,
    CopyRecordState? Last,
    string? Article,
    DateTimeOffset? At,
    string? Link,
    string? Problem
);

/// <param name="Accepted">Null where only a real article would show it.</param>
/// <param name="Account">As the target calls the account; null if it did not say.</param>
/// <param name="Problem">In words; null if there is none.</param>
public sealed record TestedTarget(string Name, string Type, bool? Accepted, string? Account, string? Problem);
