using System.Text;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Tests.Articles.Reading;

/// <summary>Front matter that is too much, or not what it looks like.</summary>
public sealed class HostileFrontMatterTests
{
    private static readonly SiteSettings Settings = new() { Url = new Uri("https://clinic.example/") };
    private static readonly Theme Look = Theme.From(new Dictionary<string, string>(), new Brand());

    [Theory]
    [InlineData("---\ntitle: T\ntags: [{0}]\n---\n")]
    [InlineData("---\ntitle: T\ntags: {0}\n---\n")]
    [InlineData("---\ntitle: T\ncategories: [{0}]\nkeywords: [{0}, more]\n---\n")]
    [InlineData("+++\ntitle = 'T'\n[taxonomies]\ntags = [{0}]\n+++\n")]
    public void Thirty_tags_are_taken_and_one_finding_is_for_the_rest(string frontMatter)
    {
        var toml = frontMatter[0] == '+';
        var tags = string.Join(", ", Enumerable.Range(0, 3_000).Select(i => toml ? $"'t{i}'" : $"t{i}"));

        var reading = Read(frontMatter.Replace("{0}", tags, StringComparison.Ordinal) + "\nText.");

        Assert.Equal(30, reading.Article!.Tags.Count);
        Assert.Equal("t29", reading.Article.Tags[^1]);
        // One for each list that is too long, and one for all of them together.
        Assert.InRange(reading.Findings.Count(f => f.Rule == "front-matter-too-many"), 1, 3);
    }

    [Fact]
    public void So_are_thirty_aliases_names_and_texts_and_two_hundred_references()
    {
        var aliases = string.Join(", ", Enumerable.Range(0, 400).Select(i => $"old-{i}"));
        var social = string.Concat(Enumerable.Range(0, 100).Select(i => $"  t{i}: Words\n"));

        var reading = Read(
            $"---\ntitle: T\naliases: [{aliases}]\nauthors: [{aliases}]\nreferences: [{aliases}]\nsocial:\n{social}---\n\nText."
        );

        var article = reading.Article!;
        Assert.Equal((30, 30, 200), (article.Aliases.Count, article.TargetTexts.Count, article.References.Count));
        Assert.Equal(30, article.Author!.Split(", ").Length);
        Assert.Equal(4, reading.Findings.Count(f => f.Rule == "front-matter-too-many"));
    }

    [Theory]
    [InlineData("---\ntitle: T\n", "key{0}: a\n", "draft: true\n---\n")]
    [InlineData("+++\ntitle = 'T'\n", "key{0} = 1\n", "draft = true\n+++\n")]
    [InlineData("+++\ntitle = 'T'\n", "key.k{0} = 1\n", "draft = true\n+++\n")]
    public void Too_many_keys_are_an_error_since_one_of_them_may_be_draft(string open, string key, string close)
    {
        var keys = string.Concat(
            Enumerable.Range(0, 3_000).Select(i => key.Replace("{0}", $"{i}", StringComparison.Ordinal))
        );

        var reading = Read(open + keys + close + "\nText.");

        Assert.Null(reading.Article);
        Assert.Single(reading.Findings, f => f is { Rule: "front-matter-too-many", Severity: Severity.Error });
    }

    [Theory]
    [InlineData("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]")]
    [InlineData("a: &a {b: *a}")]
    [InlineData("a: [[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]")]
    [InlineData("a: {b: {b: {b: {b: {b: {b: {b: {b: {b: {b: x}}}}}}}}}}")]
    [InlineData("<<: *a")]
    public void Bombs_of_nested_and_repeated_values_are_refused(string yaml) =>
        Assert.Contains(
            Read($"---\ntitle: T\n{yaml}\n---\n\nText.").Findings,
            f => f is { Rule: "front-matter", Severity: Severity.Error }
        );

    [Fact]
    public void Characters_that_no_reader_sees_reach_no_value()
    {
        const string Evil = "a\\u0000\\e\\u202E\\u2028\\rb";
        var reading = Read(
            $"---\ntitle: \"{Evil}\"\ntags: [\"{Evil}\"]\nauthor: \"{Evil}\"\nsummary: \"{Evil}\"\nimageAlt: \"{Evil}\"\nreferences: [\"{Evil}\"]\nsocial: {{\"{Evil}\": \"{Evil}\"}}\n---\n\nText."
        );

        var article = reading.Article!;
        Assert.All(
            new[]
            {
                article.Title,
                article.Tags[0],
                article.Author,
                article.Summary,
                article.ImageAlt,
                article.References[0].Text,
                article.TargetTexts.Keys.First(),
                article.TargetTexts.Values.First(),
            },
            value => Assert.Equal("a  b", value)
        );
        Assert.Single(reading.Findings, f => f.Rule == "control-characters");
    }

    [Fact]
    public void Nor_a_value_that_is_inferred_nor_the_page()
    {
        var proof = Print(
            "# Ti&#8;tle &#x202E;x&#x2028;y\n\nA first\u0085 paragraph &#27;of prose, &#x9f;long enough.\n\n![al&#1;t &#x202E;x](https://x.example/a.png \"cap&#7;tion\")\n",
            "na\u202Eme\u0007.md"
        );

        Assert.Equal("Title x y", proof.Report.Title);
        var everything =
            Encoding.UTF8.GetString(proof.Rendered!.Page.Span)
            + proof.Rendered.Digest.FullText
            + proof.Rendered.Digest.Title;
        Assert.DoesNotContain(
            everything,
            c => (char.IsControl(c) && c is not ('\n' or '\t')) || c is '\u202E' or '\u2028'
        );
    }

    [Theory]
    [InlineData("robots.txt/")]
    [InlineData("/sitemap.xml/")]
    [InlineData("favicon.ico/")]
    [InlineData("favicon.ico/x")]
    [InlineData("feed.xml")]
    [InlineData("404.html")]
    [InlineData("tags.old/x")]
    [InlineData("security.txt")]
    [InlineData("site.webmanifest")]
    [InlineData("apple-touch-icon.png")]
    [InlineData(".well-known/x")]
    public void A_former_address_is_none_of_the_sites_own_files(string alias)
    {
        var reading = Read($"---\ntitle: T\naliases: ['{alias}']\n---\n\nText.");

        Assert.Empty(reading.Article!.Aliases);
        Assert.Contains(reading.Findings, f => f.Rule == "front-matter-alias");
    }

    [Theory]
    [InlineData("old-name", "old-name")]
    [InlineData("/2020/01/old-name.html", "2020/01/old-name.html")]
    [InlineData("security", "security")]
    public void Ordinary_former_addresses_stay(string alias, string path) =>
        Assert.Equal([path], Read($"---\ntitle: T\naliases: ['{alias}']\n---\n\nText.").Article!.Aliases);

    private static ArticleReading Read(string text) =>
        ArticleReader.Read(new ArticleSource("a.md", Encoding.UTF8.GetBytes(text), DateTimeOffset.UnixEpoch), Settings);

    private static ArticleProof Print(string text, string name) =>
        ArticleProof.Print(
            new ArticleSource(name, Encoding.UTF8.GetBytes(text), DateTimeOffset.UnixEpoch),
            Settings,
            Look,
            DateTimeOffset.UnixEpoch
        );
}
