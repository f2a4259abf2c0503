using FunctionsPipeline.Mail;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Audience;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Tests.Subscribers.Audience;

public sealed class AudienceTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 15, 0, 0, TimeSpan.Zero);
    private static readonly AudienceQuery News = new("news", Now, []);
    private readonly InMemoryBlobStore _blobs = new();
    private readonly AddressHasher _hasher = new(SubscriberKeys.Development);
    private readonly ShardStore _shards;
    private readonly ShardAudience _audience;
    private readonly SuppressionRecorder _suppression;

    public AudienceTests()
    {
        _shards = new ShardStore(_blobs, SubscriberKeys.Development, TimeProvider.System, new Random(1));
        _audience = new ShardAudience(_shards);
        _suppression = new SuppressionRecorder(_shards, _hasher, new EvidenceStore(_blobs));
    }

    [Fact]
    public async Task Anyone_who_confirmed_gets_it_and_everyone_else_is_named_with_a_reason()
    {
        var expected = new Dictionary<SubscriberId, Exclusion?>();
        async Task Add(string name, Exclusion? excluded, Func<Subscriber, Subscriber> shape) =>
            expected[(await PutAsync(shape(Person(name)))).Id] = excluded;
        await Add("active", null, p => p.With(Express()));
        await Add("pending", Exclusion.Pending, p => p with { Pending = [new PendingRequest("r", Now, ["news"])] });
        await Add(
            "asked-again",
            null,
            p => p.With(Express()) with { Pending = [new PendingRequest("r", Now, ["news"])] }
        );
        await Add(
            "left",
            Exclusion.Unsubscribed,
            p => p.With(Express() with { Left = new Departure(Now, DepartureReason.Left) })
        );
        await Add(
            "bounced",
            Exclusion.Bounced,
            p => p.With(Express()) with { Suppressed = new Suppression(Now, DepartureReason.Bounced) }
        );
        await Add(
            "complained",
            Exclusion.Complained,
            p => p.With(Express()) with { Suppressed = new Suppression(Now, DepartureReason.Complained) }
        );
        await Add("paused", Exclusion.Paused, p => p.With(Express()) with { PausedUntil = Now.AddSeconds(1) });
        await Add("pause-over", null, p => p.With(Express()) with { PausedUntil = Now });
        await Add("bought", null, p => p.With(Implied(ConsentBasis.Purchase, Now.AddYears(-2).AddSeconds(1))));
        await Add(
            "bought-long-ago",
            Exclusion.ConsentExpired,
            p => p.With(Implied(ConsentBasis.Purchase, Now.AddYears(-2)))
        );
        await Add("asked", null, p => p.With(Implied(ConsentBasis.Inquiry, Now.AddMonths(-6).AddSeconds(1))));
        await Add(
            "asked-long-ago",
            Exclusion.ConsentExpired,
            p => p.With(Implied(ConsentBasis.Inquiry, Now.AddMonths(-6)))
        );
        await PutAsync(Person("other-list").With(Express() with { Newsletter = "offers" }));

        var found = await _audience.EnumerateAsync(News, default).ToListAsync();

        Assert.Equal(expected.OrderBy(e => e.Key).Select(e => (e.Key, e.Value)), found.Select(c => (c.Id, c.Excluded)));
    }

    [Theory]
    [InlineData(new string[0], new[] { "Sleep" }, null)]
    [InlineData(new[] { "sleep" }, new[] { "Sleep", "food" }, null)]
    [InlineData(new[] { "sleep" }, new string[0], null)]
    [InlineData(new[] { "sleep" }, new[] { "food" }, Exclusion.OtherTopics)]
    [InlineData(new[] { "back pain" }, new[] { "back-pain" }, null)]
    [InlineData(new[] { "Schlaf & Ruhe" }, new[] { "schlaf ruhe" }, Exclusion.OtherTopics)]
    public async Task Topics_are_compared_by_the_page_they_share(string[] chosen, string[] carried, Exclusion? excluded)
    {
        await PutAsync(Person("a").With(Express()) with { Topics = chosen });

        var candidate = Assert.Single(
            await _audience.EnumerateAsync(News with { Topics = carried }, default).ToListAsync()
        );

        Assert.Equal(excluded, candidate.Excluded);
    }

    [Theory]
    [InlineData(Frequency.Weekly, null, null)]
    [InlineData(Frequency.Weekly, new[] { Frequency.Daily }, null)]
    [InlineData(Frequency.Weekly, new[] { Frequency.Daily, Frequency.Weekly }, Exclusion.OtherFrequency)]
    [InlineData(Frequency.AsScheduled, new[] { Frequency.Daily, Frequency.Weekly, Frequency.Monthly }, null)]
    public async Task Anyone_who_wants_fewer_is_left_out_of_what_is_withheld_from_that_choice(
        Frequency chosen,
        Frequency[]? withheld,
        Exclusion? excluded
    )
    {
        var person = await PutAsync(Person("a").With(Express()) with { Frequency = chosen });
        var query = News with { Withheld = withheld };

        var candidate = Assert.Single(await _audience.EnumerateAsync(query, default).ToListAsync());
        var again = Assert.Single(await _audience.ResolveAsync([person.Id], query, default));

        Assert.Equal((excluded, excluded), (candidate.Excluded, again.Excluded));
    }

    [Fact]
    public async Task The_second_look_reads_each_shard_once_and_answers_in_the_order_asked()
    {
        var people = new List<Subscriber>();
        for (var i = 0; i < 40; i++)
            people.Add(await PutAsync((Person($"p{i}") with { Id = SubscriberId.New((byte)(i % 4)) }).With(Express())));
        await _suppression.SuppressAsync(people[3].Id, SuppressionReason.Unsubscribed, Now, "news", default);
        var ids = people.Select(p => p.Id).Order().Append(SubscriberId.New(2)).ToList();
        _blobs.Calls.Clear();

        var resolved = await _audience.ResolveAsync(ids, News, default);

        Assert.Equal(4, _blobs.Calls[nameof(IBlobStore.ReadAsync)]);
        Assert.Equal(ids, resolved.Select(c => c.Id));
        Assert.Equal(Exclusion.Unsubscribed, resolved.Single(c => c.Id == people[3].Id).Excluded);
        Assert.Equal((Exclusion.Erased, ""), (resolved[^1].Excluded, resolved[^1].Address));
        Assert.Equal(people.OrderBy(p => p.Id).Select(p => p.Address), resolved.Take(40).Select(c => c.Address));
    }

    [Fact]
    public async Task A_bounce_stops_everything_and_a_repeat_writes_nothing()
    {
        var person = await PutAsync(Person("a").With(Express()));
        await _suppression.SuppressAsync(person.Id, SuppressionReason.Bounced, Now, null, default);
        var writes = _blobs.Calls[nameof(IBlobStore.WriteAsync)];

        await _suppression.SuppressAsync(person.Id, SuppressionReason.Bounced, Now, null, default);
        await _suppression.SuppressAsync(person.Address, SuppressionReason.Bounced, Now.AddMilliseconds(400), default);

        Assert.Equal(writes, _blobs.Calls[nameof(IBlobStore.WriteAsync)]);
        var shard = await _shards.ReadAsync(person.Id, default);
        Assert.Equal(SubscriberStatus.Bounced, shard.Find(person.Id)!.Status);
        Assert.Equal(1, shard.Days[new DateOnly(2026, 3, 10)].Bounced);
        var evidence = Assert.Single(await new EvidenceStore(_blobs).OfAsync(person.Id, default).ToListAsync());
        Assert.Equal((EvidenceKind.Bounced, ConsentSource.Provider), (evidence.Kind, evidence.Source));
    }

    [Fact]
    public async Task A_complaint_outweighs_a_bounce_in_any_order()
    {
        var person = await PutAsync(Person("a").With(Express()));
        await _suppression.SuppressAsync(person.Id, SuppressionReason.Complained, Now, null, default);
        await _suppression.SuppressAsync(person.Id, SuppressionReason.Bounced, Now.AddDays(1), null, default);

        Assert.Equal(SubscriberStatus.Complained, (await FindAsync(person))!.Status);
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, Exclusion.Bounced)]
    [InlineData(1, Exclusion.Bounced)]
    public async Task What_is_older_than_the_last_confirmation_changes_nothing(int seconds, Exclusion? excluded)
    {
        var person = await PutAsync(Person("a").With(Express()));

        await _suppression.SuppressAsync(
            person.Id,
            SuppressionReason.Bounced,
            Now.AddDays(-1).AddSeconds(seconds),
            null,
            default
        );

        Assert.Equal(excluded, Assert.Single(await _audience.ResolveAsync([person.Id], News, default)).Excluded);
    }

    [Fact]
    public async Task An_imported_consent_is_no_confirmation_and_lifts_nothing()
    {
        var person = await PutAsync(Person("a").With(Express() with { Evidence = "import-1" }));

        await _suppression.SuppressAsync(person.Id, SuppressionReason.Bounced, Now.AddYears(-3), null, default);

        Assert.Equal(SubscriberStatus.Bounced, (await FindAsync(person))!.Status);
    }

    [Fact]
    public async Task Leaving_one_newsletter_keeps_the_others()
    {
        var person = await PutAsync(Person("a").With(Express()).With(Express() with { Newsletter = "offers" }));

        await _suppression.SuppressAsync(person.Id, SuppressionReason.Unsubscribed, Now, "news", default);

        var now = (await FindAsync(person))!;
        Assert.NotNull(now.To("news")!.Left);
        Assert.Null(now.To("offers")!.Left);
    }

    [Fact]
    public async Task An_address_that_no_one_knows_is_remembered_by_hash_only()
    {
        await _suppression.SuppressAsync("Stranger@Example.org", SuppressionReason.Complained, Now, default);
        await _suppression.SuppressAsync("stranger@example.org", SuppressionReason.Bounced, Now.AddDays(1), default);
        await _suppression.SuppressAsync("not an address", SuppressionReason.Bounced, Now, default);

        var stranger = EmailAddress.Parse("stranger@example.org");
        var tombstone = (await _shards.ReadAsync(stranger, default)).Find(_hasher.Remembered(stranger));
        Assert.Equal((DepartureReason.Complained, Now), (tombstone!.Reason, tombstone.At));
        await foreach (var blob in _blobs.ListAsync(Containers.Subscribers, "", default))
        {
            var text = (await _blobs.ReadAsync(new BlobPath(Containers.Subscribers, blob.Name), default))!.Content;
            Assert.DoesNotContain(
                "stranger",
                System.Text.Encoding.UTF8.GetString(text.Span),
                StringComparison.OrdinalIgnoreCase
            );
        }
    }

    [Fact]
    public async Task A_soft_bounce_suppresses_no_one()
    {
        var person = await PutAsync(Person("a").With(Express()));

        await _suppression.SuppressAsync(person.Id, SuppressionReason.Blocked, Now, null, default);
        await _suppression.SuppressAsync(person.Address, SuppressionReason.Blocked, Now, default);

        Assert.Equal(SubscriberStatus.Active, (await FindAsync(person))!.Status);
    }

    private static Subscription Express() =>
        new()
        {
            Newsletter = "news",
            Basis = ConsentBasis.Express,
            ConsentedAt = Now.AddDays(-1),
            Evidence = "r0",
        };

    private static Subscription Implied(ConsentBasis basis, DateTimeOffset at) =>
        new()
        {
            Newsletter = "news",
            Basis = basis,
            ConsentedAt = at,
            Evidence = "import-1",
        };

    private Subscriber Person(string name)
    {
        var address = EmailAddress.Parse($"{name}@example.org");
        return new Subscriber { Id = SubscriberId.New(_hasher.Shard(address)), Address = address.Value };
    }

    private async Task<Subscriber> PutAsync(Subscriber person) =>
        await _shards.ChangeAsync(person.Id, s => new ShardChange<Subscriber>(person, s.Edit().Put(person)), default);

    private async Task<Subscriber?> FindAsync(Subscriber person) =>
        (await _shards.ReadAsync(person.Id, default)).Find(person.Id);
}
