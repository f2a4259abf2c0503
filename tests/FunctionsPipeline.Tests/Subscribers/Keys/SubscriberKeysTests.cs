using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Store;
using Microsoft.Extensions.Configuration;

namespace FunctionsPipeline.Tests.Subscribers.Keys;

public sealed class SubscriberKeysTests
{
    private static readonly string Key1 = Convert.ToBase64String([.. Enumerable.Repeat((byte)1, 32)]);
    private static readonly string Key2 = Convert.ToBase64String([.. Enumerable.Repeat((byte)2, 32)]);

    [Fact]
    public void Keys_are_read_newest_first()
    {
        var keys = SubscriberKeysReader.Read(
            Settings($"b:{Key2};a:{Key1}:retired", Key1, $"s2:{Key2};s1:{Key1}"),
            development: false,
            out var problems
        );

        Assert.Empty(problems);
        Assert.Equal(["b", "a"], keys!.Signing.Select(k => k.Id));
        Assert.Equal([false, true], keys.Signing.Select(k => k.Retired));
        Assert.Equal(["s2", "s1"], keys.Suppression.Select(k => k.Id));
    }

    [Fact]
    public void Missing_keys_are_named_all_at_once()
    {
        Assert.Null(SubscriberKeysReader.Read(Settings(null, " ", ""), development: false, out var problems));

        Assert.Equal(3, problems.Count);
        Assert.Contains(problems, p => p.Contains("Links__SigningKeys", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("Subscribers__ShardKey", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("Subscribers__SuppressionKeys", StringComparison.Ordinal));
    }

    [Fact]
    public void Development_may_go_without()
    {
        var keys = SubscriberKeysReader.Read(Settings(null, null, null), development: true, out var problems);

        Assert.Empty(problems);
        Assert.Equal(SubscriberKeys.Development.ShardCheck, keys!.ShardCheck);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a:AAAA")]
    [InlineData("a:!!!")]
    [InlineData("a b:{1}")]
    [InlineData("a:{1}:old")]
    [InlineData("a:{1};a:{2}")]
    [InlineData("a:{1}:retired")]
    public void Malformed_keys_are_refused_without_repeating_them(string text)
    {
        var setting = text.Replace("{1}", Key1, StringComparison.Ordinal)
            .Replace("{2}", Key2, StringComparison.Ordinal);

        Assert.Null(
            SubscriberKeysReader.Read(Settings(setting, Key1, $"s1:{Key1}"), development: true, out var problems)
        );

        Assert.DoesNotContain(Key1, string.Concat(problems), StringComparison.Ordinal);
        Assert.Contains("Links__SigningKeys", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_remembers_its_keys_and_refuses_others()
    {
        var blobs = new InMemoryBlobStore();
        var first = Keys(Key1, ("s1", Key1));
        await KeyCheck.EnsureAsync(blobs, first, default);
        await KeyCheck.EnsureAsync(blobs, first, default);

        await KeyCheck.EnsureAsync(blobs, Keys(Key1, ("s2", Key2), ("s1", Key1)), default);

        await Assert.ThrowsAsync<KeyMismatchException>(() =>
            KeyCheck.EnsureAsync(blobs, Keys(Key2, ("s2", Key2), ("s1", Key1)), default)
        );
        await Assert.ThrowsAsync<KeyMismatchException>(() =>
            KeyCheck.EnsureAsync(blobs, Keys(Key1, ("s2", Key2)), default)
        );
        await Assert.ThrowsAsync<KeyMismatchException>(() =>
            KeyCheck.EnsureAsync(blobs, Keys(Key1, ("s2", Key2), ("s1", Key2)), default)
        );
        var stored = await blobs.ReadAsync(new BlobPath(Containers.Subscribers, "keys.json"), default);
        Assert.DoesNotContain(
            Key1,
            System.Text.Encoding.UTF8.GetString(stored!.Content.Span),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_remembered_hash_is_carried_over_to_a_new_key_without_the_address()
    {
        var address = EmailAddress.Parse("gone@example.org");
        var before = new AddressHasher(Keys(Key1, ("s1", Key1))).Remembered(address);
        var hasher = new AddressHasher(Keys(Key1, ("s2", Key2), ("s1", Key1)));
        var after = hasher.Remembered(address);

        Assert.Equal(["s2", "s1"], after.Select(h => h.KeyId));
        Assert.Equal(before[0], after[1]);
        Assert.Equal(after[0], hasher.Renew(before[0]));
        Assert.Equal(after[0], hasher.Renew(after[0]));
    }

    [Fact]
    public void Where_an_address_lives_is_frozen()
    {
        var hasher = new AddressHasher(SubscriberKeys.Development);

        Assert.Equal(
            new byte[] { 0xcf, 0xa8, 0x10 },
            new[] { "ann@example.org", "bob@example.org", "ann@xn--bcher-kva.example" }.Select(a =>
                hasher.Shard(EmailAddress.Parse(a))
            )
        );
    }

    private static SubscriberKeys Keys(string shard, params (string Id, string Key)[] suppression) =>
        new(
            SubscriberKeys.Development.Signing,
            Convert.FromBase64String(shard),
            [.. suppression.Select(s => new NamedKey(s.Id, Convert.FromBase64String(s.Key)))]
        );

    private static IConfiguration Settings(string? links, string? shard, string? suppression) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["Links:SigningKeys"] = links,
                    ["Subscribers:ShardKey"] = shard,
                    ["Subscribers:SuppressionKeys"] = suppression,
                }
            )
            .Build();
}
