using System.Globalization;
using System.Text;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.LocalDev.SendGridEmulator.Sending;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Benchmarks.Crash;

/// <summary>
/// Who reads in a crash run, and what: newsletters that are due every hour, and an article every quarter of an hour.
/// </summary>
internal sealed class CrashNewsroom(IBlobStore store, TimeProvider clock, int newsletters)
{
    private static readonly TimeSpan EachArticle = TimeSpan.FromMinutes(15);

    private DateTimeOffset _lastArticle = DateTimeOffset.MinValue;
    private int _articles;

    private IReadOnlyList<string> Ids { get; } =
    [.. Enumerable.Range(0, newsletters).Select(n => $"paper-{(char)('a' + n)}")];

    /// <summary>Writes settings, people and the first article.</summary>
    /// <returns>Each person's address, as the emulator counts it, by subscriber id.</returns>
    public async Task<IReadOnlyDictionary<string, ulong>> OpenAsync(int people, CancellationToken cancellationToken)
    {
        await store.WriteAsync(
            new BlobPath(Containers.Settings, "site.yml"),
            Encoding.UTF8.GetBytes(Site()),
            BlobHeaders.Text,
            WriteCondition.Always,
            cancellationToken
        );
        await SubscriberSeed.PutAsync(store, people, Address, _ => Ids, cancellationToken);
        await WriteAsync(wanted: true, cancellationToken);
        var addresses = new Dictionary<string, ulong>(StringComparer.Ordinal);
        await foreach (
            var shard in new ShardStore(
                store,
                SubscriberKeys.Development,
                TimeProvider.System,
                new Random(1)
            ).ReadAllAsync(cancellationToken)
        )
        {
            foreach (var person in shard.Subscribers())
                addresses[person.Id.Value] = AddressKey.Of(person.Address);
        }
        return addresses;
    }

    /// <summary>Publishes an article if the last one is old enough.</summary>
    public async Task WriteAsync(bool wanted, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (!wanted || now - _lastArticle < EachArticle)
            return;
        _lastArticle = now;
        var slug = string.Create(CultureInfo.InvariantCulture, $"article-{++_articles:d4}");
        var entry = SampleIssue.Article(slug, $"Article {_articles}", "What it is about.", 500, []) with
        {
            Date = now,
            FirstPublished = now,
        };
        await store.WriteJsonAsync(
            CatalogBlobs.Entry(Slug.Parse(slug)),
            entry,
            CatalogJson.CatalogEntry,
            WriteCondition.Always,
            cancellationToken
        );
    }

    /// <summary>Of all waves of all issues; null as long as there is none.</summary>
    public async Task<DateTimeOffset?> LastSendTimeAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset? last = null;
        await foreach (var entry in store.ListAsync(Containers.State, SendingPaths.Issues, cancellationToken))
        {
            var issue = await store.ReadJsonAsync(
                SendingPaths.Issue(IssueId.Parse(entry.Name[SendingPaths.Issues.Length..])),
                SendingJson.Own.IssueRecord,
                cancellationToken
            );
            foreach (var wave in issue?.Value.Waves ?? [])
                last = last > wave.SendAt ? last : wave.SendAt;
        }
        return last;
    }

    private static string Address(int person) =>
        string.Create(CultureInfo.InvariantCulture, $"{Behaviour(person)}{person}@example.org");

    private static string Behaviour(int person) =>
        (person % 100) switch
        {
            0 => "bounce",
            1 => "complain",
            2 => "unsubscribe",
            3 => "defer",
            4 => "block",
            _ => "reader",
        };

    private string Site() =>
        SampleSite.Yaml(
            string.Join(
                '\n',
                Ids.Select(
                    (id, n) =>
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"  - id: {id}\n    name: Paper {n}\n    schedule: \"cron: {(55 + (n * 60 / Ids.Count)) % 60} * * * *\""
                        )
                )
            )
        );
}
