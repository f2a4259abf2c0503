using FunctionsPipeline.Newsletters.Composing;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Tests.Newsletters.Composing;

public sealed class RecipientMergeTests
{
    private static readonly SubscriberId Id = SubscriberId.Parse("0a" + new string('1', 32));
    private readonly RecipientMerge _merge = new(new Links());

    private FunctionsPipeline.Mail.BulkRecipient Merge(string? name)
    {
        var issue = new IssueRecord
        {
            Id = SampleIssue.Id,
            Newsletter = "clinic-weekly",
            Due = SampleIssue.Due,
            HoldWindow = TimeSpan.FromMinutes(45),
            Audience = new AudienceQuery("clinic-weekly", SampleIssue.Due, []),
            State = IssueState.Planned,
        };
        var content = new FrozenContent(
            new FunctionsPipeline.Mail.BulkContent(
                SampleIssue.Site.Sender,
                null,
                "",
                "",
                "",
                new Dictionary<string, string>(),
                []
            ),
            []
        );
        return _merge.Merge(issue, content, new Candidate(Id, "anna@example.org", name, null));
    }

    [Fact]
    public void Has_a_value_for_every_field() =>
        Assert.Equal(
            MergeFields.All.Order(StringComparer.Ordinal),
            Merge("Anna").Merge.Keys.Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Names_are_escaped_in_html_and_plain_in_text()
    {
        var merge = Merge("O'Brien & Söhne").Merge;

        Assert.Equal("Hello O&#x27;Brien &amp; S&#xF6;hne,", merge[MergeFields.GreetingHtml]);
        Assert.Equal("Hello O'Brien & Söhne,", merge[MergeFields.GreetingText]);
    }

    [Fact]
    public void Links_are_escaped_in_html_and_plain_in_text_and_in_the_header()
    {
        var recipient = Merge(null);

        Assert.Equal("https://app.example/u?i=1&amp;n=clinic-weekly", recipient.Merge[MergeFields.UnsubscribeHtml]);
        Assert.Equal("https://app.example/u?i=1&n=clinic-weekly", recipient.Merge[MergeFields.UnsubscribeText]);
        Assert.Equal("<https://app.example/u?i=1&n=clinic-weekly>", recipient.Headers["List-Unsubscribe"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("Win money at www.evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("Free prize at casino.com")]
    [InlineData("Anna\u202Enoom")]
    [InlineData("<b>Anna</b>")]
    [InlineData("Anna\r\nBcc: all@example.org")]
    [InlineData("%%fp-unsubscribe-text%%")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void No_one_is_greeted_by_what_is_no_name(string? name)
    {
        var recipient = Merge(name);

        Assert.Equal("Hello,", recipient.Merge[MergeFields.GreetingText]);
        Assert.Null(recipient.To.Name);
    }

    [Fact]
    public void Values_stay_far_below_what_the_provider_takes() =>
        Assert.InRange(Merge(new string('&', 60)).Merge.Sum(pair => pair.Key.Length + pair.Value.Length), 1, 2_000);

    private sealed class Links : ISubscriberLinks
    {
        public Uri Unsubscribe(SubscriberId id, string newsletter) => new($"https://app.example/u?i=1&n={newsletter}");

        public Uri Preferences(SubscriberId id) => new("https://app.example/p");
    }
}
