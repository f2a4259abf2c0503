using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Housekeeping;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Publishing.Reconcile;

/// <summary>
/// After a change of templates or style sheet: publishes the articles whose pages were made with the old ones, a few hundred
/// a run. Index pages follow by themselves, with the next rebuild.
/// </summary>
internal sealed class NewTheme(IBlobStore store, IThemeSource themes, ISourcePublishing publishing) : IHousekeepingTask
{
    private const int AtATime = 200;
    private static readonly BlobPath Progress = new(Containers.State, "sources/theme.json");

    public string Name => "apply-theme";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var version = (await themes.GetAsync(cancellationToken)).Version;
        var stored = await store.ReadJsonAsync(Progress, ThemeJson.Readable.ThemeProgress, cancellationToken);
        var done = stored?.Value.Version == version ? stored.Value : new ThemeProgress(version, "", false);
        if (done.Finished)
            return;
        var left = AtATime;
        var finished = true;
        await foreach (var blob in new CatalogStore(store).ListAsync(cancellationToken))
        {
            if (string.CompareOrdinal(blob.Name, done.After) <= 0)
                continue;
            if (left-- == 0)
            {
                finished = false;
                break;
            }
            var entry = await new CatalogStore(store).FindAsync(blob, cancellationToken);
            if (entry is { Status: CatalogStatus.Published } && entry.ThemeVersion != version)
                await publishing.PublishAsync(entry.Source, cancellationToken);
            done = done with { After = blob.Name };
        }
        await store.WriteJsonAsync(
            Progress,
            done with
            {
                Finished = finished,
            },
            ThemeJson.Readable.ThemeProgress,
            WriteCondition.Always,
            cancellationToken
        );
    }
}

/// <param name="After">The last catalog entry that was looked at.</param>
internal sealed record ThemeProgress(string Version, string After, bool Finished);

[JsonSerializable(typeof(ThemeProgress))]
internal sealed partial class ThemeJson : JsonSerializerContext
{
    public static ThemeJson Readable { get; } = new(new JsonSerializerOptions(JsonBlobs.Options));
}
