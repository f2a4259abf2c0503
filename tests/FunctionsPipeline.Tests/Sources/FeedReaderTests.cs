using System.Text;
using FunctionsPipeline.Sources.Feeds;

namespace FunctionsPipeline.Tests.Sources;

public sealed class FeedReaderTests
{
    private static readonly Uri Address = new("https://blog.example/feed/");

    [Fact]
    public void Rss_as_wordpress_writes_it()
    {
        var feed = Read(
            WordPressFeed.Of(WordPressFeed.Item(7, new DateTimeOffset(2026, 3, 9, 8, 0, 0, TimeSpan.Zero)))
        );

        Assert.Equal("Prairie & River Blog", feed.Title);
        Assert.Equal("en-CA", feed.Language);
        var entry = Assert.Single(feed.Entries);
        Assert.Equal("https://blog.example/?p=7", entry.Id);
        Assert.Equal("https://blog.example/2026/post-7/", entry.Link!.AbsoluteUri);
        Assert.Equal("Post number 7", entry.Title);
        Assert.StartsWith("<p>The whole text of it.</p>", entry.Content, StringComparison.Ordinal);
        Assert.StartsWith("<p>What post 7", entry.Summary, StringComparison.Ordinal);
        Assert.Equal(new DateTimeOffset(2026, 3, 9, 8, 0, 0, TimeSpan.Zero), entry.Published);
        Assert.Equal("Anna Lee", entry.Author);
        Assert.Equal(["Sleep"], entry.Categories);
    }

    [Fact]
    public void Rss_1()
    {
        var feed = Read(
            """
            <?xml version="1.0"?>
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
            <channel rdf:about="https://blog.example/"><title>Old ways</title><link>https://blog.example/</link></channel>
            <item rdf:about="https://blog.example/a"><title>A</title><link>https://blog.example/a</link>
            <description>About A.</description><dc:date>2026-03-01T10:00:00+01:00</dc:date></item>
            </rdf:RDF>
            """
        );

        Assert.Equal("Old ways", feed.Title);
        var entry = Assert.Single(feed.Entries);
        Assert.Equal(("https://blog.example/a", "A", "About A."), (entry.Id, entry.Title, entry.Summary));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero), entry.Published);
    }

    [Fact]
    public void Atom_with_relative_addresses_and_every_kind_of_text()
    {
        var feed = Read(
            """
            <?xml version="1.0" encoding="utf-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://blog.example/notes/" xml:lang="fr-CA"
                  xmlns:at="http://purl.org/atompub/tombstones/1.0" xmlns:x="urn:unknown">
              <title type="text">Notes &amp; more</title>
              <x:thing><title>Not this one</title></x:thing>
              <at:deleted-entry ref="urn:entry:9" when="2026-03-01T00:00:00Z"/>
              <entry>
                <id>urn:entry:1</id>
                <title type="html">Q&amp;amp;A: &lt;em&gt;sleep&lt;/em&gt;</title>
                <link rel="edit" href="edit/1"/>
                <link href="1.html"/>
                <updated>2026-03-02T00:00:00Z</updated>
                <published>2026-03-01T00:00:00Z</published>
                <author><name>B. Roy</name><email>b@example.org</email></author>
                <category term="sleep" label="Sleep"/>
                <content type="xhtml" xml:base="img/"><div xmlns="http://www.w3.org/1999/xhtml"><p>Words <img src="a.png" alt="A"/></p></div></content>
              </entry>
              <entry>
                <id>urn:entry:2</id><title>1 &lt; 2</title><link href="/two"/><updated>2026-02-02T00:00:00Z</updated>
                <summary>Less &lt; more</summary>
              </entry>
            </feed>
            """
        );

        Assert.Equal("fr-CA", feed.Language);
        Assert.Equal(["urn:entry:9"], feed.Deleted);
        Assert.Equal(2, feed.Entries.Count);
        var first = feed.Entries[0];
        Assert.Equal("https://blog.example/notes/1.html", first.Link!.AbsoluteUri);
        Assert.Equal("https://blog.example/notes/img/", first.Base.AbsoluteUri);
        Assert.Equal("Q&amp;A: <em>sleep</em>", first.Title);
        Assert.Equal("B. Roy", first.Author);
        Assert.Contains("<img", first.Content, StringComparison.Ordinal);
        Assert.Equal((3, 1), (first.Published!.Value.Month, first.Published.Value.Day));
        Assert.Equal((3, 2), (first.Updated!.Value.Month, first.Updated.Value.Day));
        var second = feed.Entries[1];
        Assert.Equal(("1 &lt; 2", "Less &lt; more"), (second.Title, second.Summary));
        Assert.Equal("https://blog.example/two", second.Link!.AbsoluteUri);
        Assert.Equal(second.Updated, second.Published);
    }

    [Fact]
    public void Json_feed()
    {
        var feed = Read(
            """
            {"version":"https://jsonfeed.org/version/1.1","title":"Notes","home_page_url":"https://blog.example/","language":"en",
             "items":[
              {"id":7,"url":"/seven","title":"5 < 6","content_html":"<p>Hi</p>","date_published":"2026-03-01T08:00:00-06:00","authors":[{"name":"A & B"}],"tags":["x"],"image":"/a.png"},
              {"id":"8","content_text":"One.\n\nTwo <b>"},
              {"title":"without an id"},
              "no entry", null]}
            """
        );

        Assert.Equal("Notes", feed.Title);
        Assert.Equal(2, feed.Entries.Count);
        var entry = feed.Entries[0];
        Assert.Equal(("7", "5 &lt; 6", "A &amp; B"), (entry.Id, entry.Title, entry.Author));
        Assert.Equal("https://blog.example/seven", entry.Link!.AbsoluteUri);
        Assert.Equal("https://blog.example/a.png", entry.Picture!.AbsoluteUri);
        Assert.Equal(14, entry.Published!.Value.Hour);
        Assert.Equal("<p>One.</p>\n<p>Two &lt;b&gt;</p>\n", feed.Entries[1].Content);
    }

    [Fact]
    public void What_is_nearly_xml_is_read()
    {
        var feed = Read(
            "\r\n  <?xml version=\"1.0\"?><!-- a -- b --><rss version=\"2.0\"><channel><title>Caf&eacute; &nbsp;&bogus; AT&T \u0001</title>"
                + "<item><title>3 < 4 &#0;&#1; &#x1F600;</title><link>https://blog.example/?a=1&b=2</link></item></channel></rss>"
        );

        Assert.Equal("Café \u00a0&bogus; AT&T ", feed.Title);
        var entry = Assert.Single(feed.Entries);
        Assert.Equal("3 < 4  \U0001F600", entry.Title);
        Assert.Equal("https://blog.example/?a=1&b=2", entry.Link!.AbsoluteUri);
        Assert.Equal("https://blog.example/?a=1&b=2", entry.Id);
    }

    [Fact]
    public void Encodings()
    {
        const string Text =
            "<?xml version=\"1.0\" encoding=\"windows-1252\"?><rss><channel><title>Été “là”</title></channel></rss>";
        var windows = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

        Assert.Equal("Été “là”", Title(windows.GetBytes(Text), null));
        // The server is wrong about what is plainly UTF-8.
        Assert.Equal("Été “là”", Title(Encoding.UTF8.GetBytes(Text), "iso-8859-1"));
        Assert.Equal("Été “là”", Title([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Text)], null));
        Assert.Equal("Été “là”", Title(Encoding.BigEndianUnicode.GetBytes(Text), null));
        Assert.Equal(
            "\uFFFDt\uFFFD",
            Title(
                [.. "<rss><channel><title>"u8, 0xC9, (byte)'t', 0xE9, .. "</title></channel></rss>"u8],
                "no-such-charset"
            )
        );

        static string? Title(byte[] body, string? charset) => FeedReader.Read(body, charset, Address).Feed!.Title;
    }

    [Theory]
    [InlineData("", "Empty")]
    [InlineData(" \n ", "Empty")]
    [InlineData("hello", "OtherFormat")]
    [InlineData("<!DOCTYPE html><html><head><title>Blog</title></head></html>", "WebPage")]
    [InlineData("<html><body><p>unclosed</html>", "WebPage")]
    [InlineData("<?xml version='1.0'?><sitemap/>", "OtherFormat")]
    [InlineData("{\"items\":[]}", "OtherFormat")]
    [InlineData("{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":{}}", "OtherFormat")]
    [InlineData("{ not json", "Broken")]
    [InlineData("<rss><channel><item><title>cut", "Broken")]
    [InlineData("<rss><channel><item><![CDATA[cut", "Broken")]
    [InlineData(
        "<!DOCTYPE rss [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><rss><channel><title>&x;</title></channel></rss>",
        "DocumentType"
    )]
    [InlineData(
        "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]><rss><channel><title>&b;</title></channel></rss>",
        "DocumentType"
    )]
    public void What_is_no_feed_says_why(string text, string problem) =>
        Assert.Equal(problem, FeedReader.Read(Encoding.UTF8.GetBytes(text), null, Address).Problem.ToString());

    [Fact]
    public void Nesting_without_end_is_refused_before_it_costs_memory()
    {
        var deep = "<rss><channel>" + string.Concat(Enumerable.Repeat("<a>", 1_000_000));
        var json = "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":" + new string('[', 1_000_000);

        Assert.Equal(FeedProblem.Broken, FeedReader.Read(Encoding.UTF8.GetBytes(deep), null, Address).Problem);
        Assert.Equal(FeedProblem.Broken, FeedReader.Read(Encoding.UTF8.GetBytes(json), null, Address).Problem);
    }

    [Fact]
    public void Of_ten_thousand_entries_two_hundred_are_read()
    {
        var many = WordPressFeed.Of([
            .. Enumerable.Range(1, 10_000).Select(i => $"<item><guid>urn:{i}</guid><title>T</title></item>"),
        ]);

        Assert.Equal(200, Read(many).Entries.Count);
    }

    [Fact]
    public void The_same_id_for_different_pages_is_told_apart_by_the_pages()
    {
        var feed = Read(
            "<rss><channel><item><guid>x</guid><link>https://blog.example/1</link></item>"
                + "<item><guid>x</guid><link>https://blog.example/2</link></item>"
                + "<item><guid>y</guid><link>https://blog.example/3</link></item>"
                + "<item><guid>y</guid><link>https://blog.example/3</link></item>"
                + "<item><title>nothing tells it from others</title></item></channel></rss>"
        );

        Assert.Equal(3, feed.Entries.Count);
        Assert.Equal(3, feed.Entries.DistinctBy(e => e.Id).Count());
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,hi")]
    [InlineData("https://user:secret@blog.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://")]
    public void An_entry_leads_to_a_web_page_or_nowhere(string link) =>
        Assert.Null(
            Read($"<rss><channel><item><guid isPermaLink=\"false\">1</guid><link>{link}</link></item></channel></rss>")
                .Entries[0]
                .Link
        );

    private static ParsedFeed Read(string text) => FeedReader.Read(Encoding.UTF8.GetBytes(text), null, Address).Feed!;
}
