using System.Globalization;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Freezing;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Tests.Newsletters.Sending;

/// <summary>Requests of one language each, whatever the order in which readers come.</summary>
public sealed class BundleWriterTests
{
    private readonly SortedDictionary<int, RecipientList> _files = [];

    [Fact]
    public async Task Readers_of_one_language_fill_requests_and_bundles_in_order()
    {
        var writer = await WriteAsync(Enumerable.Repeat((string?)null, 11));

        Assert.Equal([2, 2, 2, 2, 2, 1], writer.Requests);
        Assert.Null(writer.Languages);
        Assert.Equal([1, 4], _files.Keys);
        Assert.Equal(Enumerable.Range(0, 11).Select(Id), _files.Values.SelectMany(f => f.Ids));
    }

    [Fact]
    public async Task No_request_holds_readers_of_two_languages()
    {
        var writer = await WriteAsync([null, "fr", null, "fr", "fr", null, null, "fr", null]);

        Assert.Equal(["", "fr", "", "fr", ""], writer.Languages);
        Assert.Equal([2, 2, 2, 2, 1], writer.Requests);
        var issue = Issue(writer);
        Assert.Equal([Id(1), Id(3)], Bundle.RecipientsOf(issue, 2, _files[1]));
        Assert.Equal([Id(4), Id(7)], Bundle.RecipientsOf(issue, 4, _files[4]));
        Assert.Equal("fr", issue.LanguageOf(4));
        Assert.Null(issue.LanguageOf(5));
    }

    /// <summary>A language with a few readers leaves a short request in the middle; those after it are found all the same.</summary>
    [Fact]
    public async Task A_short_request_in_a_bundle_shifts_no_one_into_another_request()
    {
        var writer = await WriteAsync(["fr", null, "de", null, "fr", "fr", null]);

        var issue = Issue(writer);
        var read = Enumerable
            .Range(1, writer.Requests.Count)
            .ToDictionary(
                request => (request, issue.LanguageOf(request)),
                request => Bundle.RecipientsOf(issue, request, _files[Bundle.FirstOf(issue, request)]).ToList()
            );
        Assert.Equal(7, read.Values.Sum(ids => ids.Count));
        Assert.All(
            read,
            r =>
                Assert.All(
                    r.Value,
                    id =>
                        Assert.Equal(
                            r.Key.Item2,
                            new[] { "fr", null, "de", null, "fr", "fr", null }[
                                int.Parse(id.AsSpan(2), NumberStyles.Integer, CultureInfo.InvariantCulture)
                            ]
                        )
                )
        );
    }

    [Theory]
    [InlineData("fr", "fr")]
    [InlineData("fr-CA", "fr")]
    [InlineData("FR", "fr")]
    [InlineData("fry", null)]
    [InlineData("en", null)]
    [InlineData(null, null)]
    public void A_translation_serves_its_language_and_its_regions(string? language, string? served) =>
        Assert.Equal(served, PlainContent.InTwoLanguages.Serving(language));

    [Fact]
    public void An_issue_of_before_there_were_translations_serves_everyone_as_it_is()
    {
        Assert.Null(PlainContent.OfOneArticle.Serving("fr"));
        Assert.Same(PlainContent.OfOneArticle, PlainContent.OfOneArticle.In(null));
    }

    private async Task<BundleWriter> WriteAsync(IEnumerable<string?> languages)
    {
        var writer = new BundleWriter(
            new SendingOptions { RequestSize = 2, BundleSize = 3 },
            (first, list) =>
            {
                _files.Add(first, list);
                return Task.CompletedTask;
            }
        );
        foreach (var (index, language) in languages.Index())
            await writer.AddAsync(SubscriberId.Parse(Id(index)), language);
        await writer.CompleteAsync();
        return writer;
    }

    private static IssueRecord Issue(BundleWriter writer) =>
        new()
        {
            Id = IssueId.For("news", DateTimeOffset.UnixEpoch),
            Newsletter = "news",
            Due = DateTimeOffset.UnixEpoch,
            HoldWindow = TimeSpan.Zero,
            Audience = new AudienceQuery("news", DateTimeOffset.UnixEpoch, []),
            State = IssueState.Planned,
            Requests = writer.Requests,
            Languages = writer.Languages,
            BundleSize = 3,
        };

    private static string Id(int index) => string.Create(CultureInfo.InvariantCulture, $"00{index:D32}");
}
