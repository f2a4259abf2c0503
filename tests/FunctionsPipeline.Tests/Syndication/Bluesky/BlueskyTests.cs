using System.Globalization;
using System.Text;
using FunctionsPipeline.Syndication.Bluesky;
using FunctionsPipeline.Syndication.Copies;

namespace FunctionsPipeline.Tests.Syndication.Bluesky;

public sealed class BlueskyTests() : TargetTests<FakeBluesky>(_ => new FakeBluesky())
{
    [Fact]
    public async Task The_link_is_marked_in_bytes_and_the_text_fits()
    {
        var title = string.Concat(Enumerable.Repeat("Épaule 👩‍👩‍👧‍👦 ", 12));
        await CarryAsync("sciatica", title);

        var record = Assert.Single(Remote.Records).Value;
        var text = record.GetProperty("text").GetString()!;
        Assert.InRange(StringInfo.ParseCombiningCharacters(text).Length, 100, 300);
        var index = record.GetProperty("facets")[0].GetProperty("index");
        var bytes = Encoding.UTF8.GetBytes(text);
        Assert.Equal(
            "https://clinic.example/sciatica/",
            Encoding.UTF8.GetString(
                bytes[index.GetProperty("byteStart").GetInt32()..index.GetProperty("byteEnd").GetInt32()]
            )
        );
        Assert.Equal("app.bsky.feed.post", record.GetProperty("$type").GetString());
        Assert.StartsWith("https://bsky.app/profile/did:plc:clinic/post/", (await Wire.CopyAsync())!.Link);
    }

    [Fact]
    public async Task One_sign_in_serves_many_articles_and_an_ended_one_is_renewed()
    {
        await CarryAsync("one", "One");
        await CarryAsync("two", "Two");
        Assert.Equal(1, Remote.SignIns);

        Remote.EndTokens();
        await CarryAsync("three", "Three");

        Assert.Equal(3, Remote.Records.Count);
        Assert.Equal(CopyRecordState.Carried, (await Wire.CopyAsync("three"))!.State);
    }

    [Fact]
    public async Task A_change_is_not_carried_because_no_one_would_see_it()
    {
        await CarryAsync("one", "One");
        var requests = Server.All.Count;

        await CarryAsync("one", "Changed");

        Assert.Equal(requests, Server.All.Count);
    }

    [Fact]
    public async Task An_article_that_comes_back_is_another_record()
    {
        await CarryAsync("one", "One");
        var first = Assert.Single(Remote.Records).Key;
        await Wire.RemoveAsync(Wire.Article("one"));
        Remote.EndTokens();
        await Wire.SettleAsync();
        Assert.Empty(Remote.Records);

        await CarryAsync("one", "One");

        Assert.NotEqual(first, Assert.Single(Remote.Records).Key);
    }

    [Fact]
    public void Record_keys_are_TIDs_that_sort_by_time_and_repeat()
    {
        var time = new DateTimeOffset(2026, 3, 10, 15, 0, 0, TimeSpan.Zero);
        var key = RecordKey.Of(time, "abcdef");

        Assert.Matches("^[2-7a-j][2-7a-z]{12}$", key);
        Assert.Equal(key, RecordKey.Of(time, "abcdef"));
        Assert.NotEqual(key, RecordKey.Of(time, "bbcdef"));
        Assert.True(string.CompareOrdinal(key, RecordKey.Of(time.AddMicroseconds(1), "000000")) < 0);
        // Worked out by hand from the specification: 1 microsecond is bit 10.
        Assert.Equal("2222222222322", RecordKey.Of(DateTimeOffset.UnixEpoch.AddMicroseconds(1), "000"));
    }

    private async Task CarryAsync(string slug, string title)
    {
        await Wire.PublishAsync(Wire.Article(slug) with { Title = title });
        await Wire.SettleAsync();
    }
}
