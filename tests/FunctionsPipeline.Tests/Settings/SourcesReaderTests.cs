using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Tests.Settings;

public sealed class SourcesReaderTests
{
    private const string Before = """
        url: https://news.clinic.example/
        newsletters:
          - id: weekly
            name: Weekly
          - id: daily
            name: Daily
        sources:
        """;

    [Fact]
    public void A_source_is_one_line()
    {
        var source = Assert.Single(Good("  - feed: https://www.Clinic.example/feed/?a=1#x").Sources);

        Assert.Equal("clinic-example", source.Id);
        Assert.Equal("https://www.clinic.example/feed/?a=1", source.Feed.AbsoluteUri);
        Assert.Equal("www.clinic.example/feed/", source.ShownAddress);
        Assert.Equal((false, false, TimeSpan.FromHours(1)), (source.IsOwn, source.ShowsPictures, source.Every));
        Assert.Empty(source.Newsletters);
        Assert.Empty(source.Tags);
        Assert.Null(source.Name);
    }

    [Fact]
    public void Everything_that_staff_may_write()
    {
        var settings = Good(
            """
              - feed: https://clinic.example/feed/
                id: blog
                name: Our blog
                own: true
                newsletters: [weekly]
                tags: [news, blog]
                pictures: true
                every: 15 minutes
              - feed: https://mine.example/feed/
                own: yes
              - feed: https://others.example/feed/
                every: 1 day
            """
        );

        var source = settings.Sources[0];
        Assert.Equal(("blog", "Our blog", true, true), (source.Id, source.Name, source.IsOwn, source.ShowsPictures));
        Assert.Equal(["weekly"], source.Newsletters);
        Assert.Equal(["news", "blog"], source.Tags);
        Assert.Equal(TimeSpan.FromMinutes(15), source.Every);
        Assert.Equal(TimeSpan.FromDays(1), settings.Sources[2].Every);
        // What each newsletter does with each source; topics decide on own articles that name none.
        Assert.Equal(
            [("blog", true), ("others-example", false)],
            settings.Newsletters[0].Sources.Select(s => (s.Key, s.Value)).Order()
        );
        Assert.Equal(
            [("blog", false), ("others-example", false)],
            settings.Newsletters[1].Sources.Select(s => (s.Key, s.Value)).Order()
        );
    }

    [Theory]
    [InlineData("  - own: true", "feed' is missing", 8)]
    [InlineData("  - feed: clinic.example/feed", "is not a web address", 8)]
    [InlineData("  - feed: http://clinic.example/feed", "begins with 'http:'", 8)]
    [InlineData("  - feed: https://anna:secret@clinic.example/feed", "holds a user's name or a password", 8)]
    [InlineData("  - feed: https://news.clinic.example/feeds/rss.xml", "lies on this site itself", 8)]
    [InlineData("  - feed: https://a.example/feed\n    every: 5 minutes", "is not a time from 15 minutes to 1 day", 9)]
    [InlineData("  - feed: https://a.example/feed\n    every: 2 days", "is not a time from 15 minutes to 1 day", 9)]
    [InlineData("  - feed: https://a.example/feed\n    every: often", "is not a time from 15 minutes to 1 day", 9)]
    [InlineData(
        "  - feed: https://a.example/feed\n    newsletters: [monthly]",
        "names 'monthly', which is no newsletter",
        9
    )]
    [InlineData("  - feed: https://a.example/feed\n    id: My Blog", "is not an id", 9)]
    [InlineData("  - feed: https://a.example/feed\n  - feed: https://a.example/feed", "is a source twice", 9)]
    [InlineData(
        "  - feed: https://a.example/feed\n  - feed: https://a.example/rss",
        "is the id of another source too",
        9
    )]
    [InlineData("  - feed: https://a.example/feed\n    own: perhaps", "must be true or false", 9)]
    [InlineData("  - https://a.example/feed", "must be a list", 8)]
    public void Mistakes_are_told_with_their_line(string lines, string message, int line)
    {
        var result = Read(lines);

        Assert.Null(result.Settings);
        var finding = Assert.Single(result.Findings, f => f.Severity == Severity.Error);
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
        Assert.Equal(line, finding.Line);
        Assert.DoesNotContain("secret", finding.Message + finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_at_most_twenty()
    {
        var twenty = string.Join('\n', Enumerable.Range(1, 20).Select(i => $"  - feed: https://a{i}.example/feed"));

        Assert.Equal(20, Good(twenty).Sources.Count);
        Assert.Contains(
            Read(twenty + "\n  - feed: https://b.example/feed").Findings,
            f => f.Message.Contains("there may be 20", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void An_unknown_key_is_told()
    {
        var finding = Assert.Single(Read("  - feed: https://a.example/feed\n    newsletter: weekly").Findings);

        Assert.Equal((Severity.Warning, 9), (finding.Severity, finding.Line));
        Assert.Contains("newsletters", finding.Fix, StringComparison.Ordinal);
    }

    private static SiteSettings Good(string lines)
    {
        var result = Read(lines);
        Assert.Empty(result.Findings);
        return result.Settings!;
    }

    private static SiteSettingsResult Read(string lines) =>
        new SiteSettingsReader([]).Read($"{Before}\n{lines}\n", new SiteSettings());
}
