using System.Globalization;
using System.Text;
using FunctionsPipeline.Articles;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Benchmarks.Sending;

/// <summary>A daily newsletter, its readers, and a new article for each issue.</summary>
internal sealed class SendNewsroom(IBlobStore store, DateTimeOffset opening)
{
    public const string Newsletter = "everyone";

    private static readonly TimeSpan UntilFirst = TimeSpan.FromHours(2);

    private readonly DateTimeOffset _first = new(
        (opening + UntilFirst).UtcTicks - ((opening + UntilFirst).UtcTicks % TimeSpan.TicksPerMinute),
        TimeSpan.Zero
    );

    private int _issues;

    public string SiteYaml =>
        SampleSite.Yaml(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  - id: {Newsletter}\n    name: Clinic notes\n    schedule: every day at {_first:HH:mm}"
            )
        );

    public static string Address(int person) =>
        string.Create(CultureInfo.InvariantCulture, $"reader.number{person}@mail{person % 50}.example.org");

    /// <summary>As <see cref="SubscriberSeed"/> makes them, but for the random id.</summary>
    public static Candidate Person(int person) =>
        new(SubscriberId.New((byte)person), Address(person), $"Reader Number{person}", Excluded: null);

    public async Task OpenAsync(int people, CancellationToken cancellationToken)
    {
        await store.WriteAsync(
            new BlobPath(Containers.Settings, "site.yml"),
            Encoding.UTF8.GetBytes(SiteYaml),
            BlobHeaders.Text,
            WriteCondition.Always,
            cancellationToken
        );
        await SubscriberSeed.PutAsync(store, people, Address, _ => [Newsletter], cancellationToken);
    }

    /// <summary>Publishes an article for the next issue.</summary>
    /// <returns>When that issue is due.</returns>
    public async Task<DateTimeOffset> WriteAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var slug = string.Create(CultureInfo.InvariantCulture, $"article-{++_issues:d4}");
        var entry = SampleIssue.Article(
            slug,
            "Does acupuncture help sciatica?",
            "Two trials, and what they could not show.",
            500,
            []
        ) with
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
        var due = _first;
        while (due <= now + TimeSpan.FromHours(1))
            due = due.AddDays(1);
        return due;
    }
}
