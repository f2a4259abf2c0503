using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Links;

namespace FunctionsPipeline.Tests.Subscribers.Links;

public sealed class LinkSignerTests
{
    private static readonly SubscriberId Id = SubscriberId.New(0xab);
    private static readonly SigningKey Old = new("k1", [.. Enumerable.Repeat((byte)1, 32)], Retired: false);
    private static readonly SigningKey New = new("k2", [.. Enumerable.Repeat((byte)2, 32)], Retired: false);

    [Fact]
    public void A_token_says_what_was_put_in_and_nothing_readable()
    {
        var links = Links(Old);
        var url = links.Unsubscribe(Id, "news");

        Assert.StartsWith("https://fn.example.org/api/unsubscribe/", url.AbsoluteUri);
        Assert.Equal(new LinkContent(Id, "news", Retired: false), links.Read(LinkPurpose.Unsubscribe, Token(url)));
        Assert.DoesNotContain("news", url.AbsoluteUri, StringComparison.Ordinal);
        Assert.DoesNotContain(Id.Value, url.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(url, links.Unsubscribe(Id, "news"));
    }

    [Fact]
    public void A_token_works_for_its_purpose_only()
    {
        var links = Links(Old);
        var token = Token(links.Preferences(Id));

        Assert.NotNull(links.Read(LinkPurpose.Preferences, token));
        foreach (var other in Enum.GetValues<LinkPurpose>().Where(p => p != LinkPurpose.Preferences))
            Assert.Null(links.Read(other, token));
    }

    [Fact]
    public void A_changed_or_shortened_token_does_not_work()
    {
        var links = Links(Old);
        var token = Token(links.Unsubscribe(Id, "news"));

        for (var i = 0; i < token.Length; i++)
            Assert.Null(links.Read(LinkPurpose.Unsubscribe, token[..i]));
        for (var i = 0; i < token.Length; i++)
        {
            var changed = token.ToCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            Assert.Null(links.Read(LinkPurpose.Unsubscribe, new string(changed)));
        }
    }

    /// <summary>Each spelling of a token would be a link of its own to caches, logs and limits.</summary>
    [Fact]
    public void A_token_has_one_spelling()
    {
        var links = Links(Old);
        var token = Token(links.Unsubscribe(Id, "news"));

        foreach (
            var other in new[]
            {
                $" {token}",
                $"{token} ",
                $"{token}=",
                $"{token}==",
                $"{token}\n",
                token.Insert(4, "\t"),
                token.Insert(9, " "),
                $"{token}%3D",
            }
        )
            Assert.Null(links.Read(LinkPurpose.Unsubscribe, other));
        var last = token[^1];
        foreach (var stray in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".Where(c => c != last))
            Assert.Null(links.Read(LinkPurpose.Unsubscribe, token[..^1] + stray));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("%%%")]
    [InlineData("AQ")]
    [InlineData("AQH_")]
    [InlineData("../../etc/passwd")]
    public void Rubbish_does_not_work(string? token) => Assert.Null(Links(Old).Read(LinkPurpose.Unsubscribe, token));

    [Fact]
    public void A_huge_token_is_not_looked_at() =>
        Assert.Null(Links(Old).Read(LinkPurpose.Unsubscribe, new string('A', 10_000_000)));

    [Fact]
    public void Old_links_work_after_a_new_key_came()
    {
        var token = Token(Links(Old).Preferences(Id));

        Assert.NotNull(Links(New, Old).Read(LinkPurpose.Preferences, token));
        Assert.Null(Links(New).Read(LinkPurpose.Preferences, token));
        Assert.NotEqual(token, Token(Links(New, Old).Preferences(Id)));
    }

    [Fact]
    public void A_retired_key_honours_unsubscribing_only_and_signs_nothing()
    {
        var unsubscribe = Token(Links(Old).Unsubscribe(Id, "news"));
        var preferences = Token(Links(Old).Preferences(Id));
        var now = Links(Old with { Retired = true }, New);

        Assert.True(now.Read(LinkPurpose.Unsubscribe, unsubscribe)!.Retired);
        Assert.Null(now.Read(LinkPurpose.Preferences, preferences));
        Assert.NotEqual(unsubscribe, Token(now.Unsubscribe(Id, "news")));
    }

    private static SubscriberLinks Links(params SigningKey[] keys) =>
        new(
            new LinkSigner(
                new SubscriberKeys(keys, SubscriberKeys.Development.ShardKey, SubscriberKeys.Development.Suppression)
            ),
            new SubscriberUrls(new Uri("https://fn.example.org/"))
        );

    private static string Token(Uri url) => url.Segments[^1];
}
