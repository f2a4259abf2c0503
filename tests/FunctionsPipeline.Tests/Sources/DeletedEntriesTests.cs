using System.Net;

namespace FunctionsPipeline.Tests.Sources;

/// <summary>A feed holds the last few entries: what is not in it any more is not deleted for that.</summary>
public sealed class DeletedEntriesTests : IDisposable
{
    private readonly SourceRoom _room = new();
    private readonly HashSet<int> _pages = [];

    private DateTimeOffset Start { get; } = new ManualTimeProvider().GetUtcNow();

    public void Dispose() => _room.Dispose();

    [Fact]
    public async Task What_falls_out_at_the_end_stays()
    {
        await ReadAsync(1, 2, 3);
        await ReadAsync(2, 3, 4);
        await ReadAsync(4, 5);
        await ReadAsync(5, 6);

        Assert.Equal([1, 2, 3, 4, 5, 6], await LiveAsync());
    }

    [Fact]
    public async Task What_is_missing_between_others_twice_is_taken_back()
    {
        await ReadAsync(1, 2, 3, 4);
        await ReadAsync(1, 2, 4);
        Assert.Equal([1, 2, 3, 4], await LiveAsync());
        await ReadAsync(1, 2, 4, 5);
        Assert.Equal([1, 2, 4, 5], await LiveAsync());
        // Its owner publishes it again.
        await ReadAsync(1, 2, 3, 4, 5);

        Assert.Equal([1, 2, 3, 4, 5], await LiveAsync());
    }

    [Fact]
    public async Task What_is_missing_once_and_back_again_stays()
    {
        await ReadAsync(1, 2, 3, 4);
        await ReadAsync(1, 2, 4);
        await ReadAsync(1, 2, 3, 4);
        await ReadAsync(1, 2, 4);

        Assert.Equal([1, 2, 3, 4], await LiveAsync());
    }

    [Fact]
    public async Task What_is_missing_once_and_then_too_old_for_the_feed_stays()
    {
        await ReadAsync(1, 2, 3, 4);
        await ReadAsync(1, 2, 4);
        await ReadAsync(3, 4, 5, 6);
        await ReadAsync(4, 5, 6, 7);
        await _room.ReadNextAsync();

        Assert.Equal([1, 2, 3, 4, 5, 6, 7], await LiveAsync());
    }

    [Fact]
    public async Task An_old_entry_that_its_owner_keeps_in_sight_makes_none_go()
    {
        await ReadAsync(1, 2, 3, 4, 5);
        await ReadAsync(1, 4, 5, 6);
        await ReadAsync(1, 5, 6, 7);
        await _room.ReadNextAsync();

        Assert.Equal([1, 2, 3, 4, 5, 6, 7], await LiveAsync());
    }

    [Fact]
    public async Task Out_of_their_order_nothing_can_be_said()
    {
        await ReadAsync(1, 2, 3, 4, 5);
        await ReadAsync(2, 1, 4, 5);
        await ReadAsync(2, 1, 5, 6);

        Assert.Equal([1, 2, 3, 4, 5, 6], await LiveAsync());
    }

    [Fact]
    public async Task A_feed_that_is_unchanged_is_a_second_read()
    {
        await ReadAsync(1, 2, 3, 4);
        await ReadAsync(1, 2, 4);
        await _room.ReadNextAsync();

        Assert.Equal([1, 2, 4], await LiveAsync());
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Gone)]
    public async Task One_whose_page_is_gone_goes_at_once(HttpStatusCode status)
    {
        await ReadAsync(1, 2, 3, 4);
        _room.Web.Answers("https://blog.example/2026/post-3/", status);
        await ReadAsync(1, 2, 4);

        Assert.Equal([1, 2, 4], await LiveAsync());
    }

    [Fact]
    public async Task A_feed_of_other_entries_takes_nothing_back()
    {
        await ReadAsync(1, 2, 3);
        // Ids and addresses are all new: the site moved, or another one has its name.
        for (var i = 0; i < 3; i++)
        {
            Has(WordPressFeed.Item(91, Start.AddYears(-1)), WordPressFeed.Item(90 + i, Start));
            await _room.ReadNextAsync();
        }

        Assert.Superset(new HashSet<int> { 1, 2, 3 }, (await LiveAsync()).ToHashSet());
    }

    [Fact]
    public async Task Without_dates_nothing_can_be_said()
    {
        for (var i = 0; i < 3; i++)
        {
            Has(i == 0 ? Undated(1) + Undated(2) + Undated(3) : Undated(1) + Undated(3));
            await (i == 0 ? _room.ReadAsync() : _room.ReadNextAsync());
        }

        Assert.Equal([1, 2, 3], await LiveAsync());

        static string Undated(int number) =>
            $"<item><title>Post number {number}</title><link>https://blog.example/2026/post-{number}/</link></item>";
    }

    [Fact]
    public async Task Atom_says_it_itself()
    {
        HasAtom(
            "<entry><id>urn:1</id><title>One</title><link href='https://blog.example/1'/><updated>2026-03-01T00:00:00Z</updated></entry>"
        );
        await _room.ReadAsync();
        Assert.Single(await _room.LiveAsync());
        HasAtom("<at:deleted-entry ref='urn:1' when='2026-03-02T00:00:00Z'/>");
        await _room.ReadNextAsync();

        Assert.Empty(await _room.LiveAsync());
    }

    private async Task ReadAsync(params int[] posts)
    {
        Has([.. posts.Select(p => WordPressFeed.Item(p, Start.AddDays(-100 + p)))]);
        if (_room.Web.Asked.Count == 0)
            await _room.ReadAsync();
        else
            await _room.ReadNextAsync();
    }

    private void Has(params string[] items)
    {
        _room.Web.Has(SourceRoom.Feed, WordPressFeed.Of(items));
        for (var i = 1; i < 10; i++)
        {
            if (!_pages.Add(i))
                continue;
            _room.Web.Has($"https://blog.example/2026/post-{i}/", "<html>It is here.</html>");
        }
    }

    private void HasAtom(string inside) =>
        _room.Web.Has(
            SourceRoom.Feed,
            $"<feed xmlns='http://www.w3.org/2005/Atom' xmlns:at='http://purl.org/atompub/tombstones/1.0'><title>A</title>{inside}</feed>"
        );

    private async Task<List<int>> LiveAsync() =>
        [
            .. (await _room.LiveAsync())
                .Keys.Select(s => int.Parse(s.Split('-')[2], System.Globalization.CultureInfo.InvariantCulture))
                .Order(),
        ];
}
