using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Tests.Newsletters.Sending;

/// <summary>What staff read of an issue, and the names by which its parts are found again.</summary>
public sealed class IssueAccountTests
{
    /// <summary>Each class has a size of its own, so that no two can be mistaken for each other.</summary>
    private static readonly IssueAccount Account = new(
        Candidates: 1536,
        new Dictionary<Exclusion, int> { [Exclusion.Pending] = 500, [Exclusion.Paused] = 13 },
        Recipients: 1023,
        Delivered: 512,
        Bounced: 256,
        Dropped: 128,
        Refused: 64,
        Withdrawn: 32,
        Stopped: 16,
        Uncertain: 8,
        Pending: 4,
        Unreported: 3,
        Complained: 2,
        Staged: 1
    );

    [Fact]
    public void Every_recipient_is_in_one_class_and_every_candidate_is_recipient_or_excluded()
    {
        Assert.True(Account.AddsUp);
        Assert.False((Account with { Candidates = 1535 }).AddsUp);
        Assert.False((Account with { Unreported = 4 }).AddsUp);
    }

    /// <summary>One more anywhere is one too many.</summary>
    [Fact]
    public void No_class_is_left_out_of_the_sum()
    {
        IssueAccount[] wrong =
        [
            Account with
            {
                Delivered = Account.Delivered + 1,
            },
            Account with
            {
                Bounced = Account.Bounced + 1,
            },
            Account with
            {
                Dropped = Account.Dropped + 1,
            },
            Account with
            {
                Refused = Account.Refused + 1,
            },
            Account with
            {
                Withdrawn = Account.Withdrawn + 1,
            },
            Account with
            {
                Stopped = Account.Stopped + 1,
            },
            Account with
            {
                Uncertain = Account.Uncertain + 1,
            },
            Account with
            {
                Pending = Account.Pending + 1,
            },
        ];

        Assert.All(wrong, account => Assert.False(account.AddsUp));
    }

    [Fact]
    public void Those_who_may_have_it_are_all_but_those_who_certainly_have_not() =>
        Assert.Equal(1023 - 256 - 128 - 64 - 32 - 16, Account.MayHaveIt);

    [Theory]
    [InlineData(10, 0, 0, true)]
    [InlineData(7, 2, 1, true)]
    [InlineData(7, 1, 1, false)]
    [InlineData(8, 3, 1, false)]
    public void It_was_kept_from_all_if_no_one_is_left(int stopped, int refused, int withdrawn, bool kept) =>
        Assert.Equal(
            kept,
            (Account with { Recipients = 10, Stopped = stopped, Refused = refused, Withdrawn = withdrawn }).KeptFromAll
        );

    [Theory]
    [InlineData("a", true)]
    [InlineData("weekly-20260310t1500z", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("-weekly", false)]
    [InlineData("weekly-", false)]
    [InlineData("Weekly", false)]
    [InlineData("week_ly", false)]
    [InlineData("../issue", false)]
    public void An_id_is_a_name_that_is_safe_anywhere(string? text, bool isId) =>
        Assert.Equal(isId, IssueId.TryParse(text, out _));

    [Theory]
    [InlineData(150, true)]
    [InlineData(151, false)]
    public void An_id_has_its_longest(int length, bool isId) =>
        Assert.Equal(isId, IssueId.TryParse(new string('a', length), out _));

    [Fact]
    public void Ids_are_in_the_order_of_their_text()
    {
        var (first, second) = (IssueId.Parse("a-1"), IssueId.Parse("a-2"));

        Assert.True(first < second);
        Assert.True(second > first);
        Assert.True(first <= second);
        Assert.True(second >= first);
        Assert.False(second < first);
        Assert.False(first > second);
        Assert.False(first < IssueId.Parse("a-1"));
        Assert.False(first > IssueId.Parse("a-1"));
        Assert.True(first <= IssueId.Parse("a-1"));
        Assert.True(first >= IssueId.Parse("a-1"));
        Assert.False(second <= first);
        Assert.False(first >= second);
    }

    [Theory]
    [InlineData("r00001", 1)]
    [InlineData("r12345678", 12345678)]
    [InlineData("r00000", 0)]
    [InlineData("x00001", 0)]
    [InlineData("r0001", 0)]
    [InlineData("r123456789", 0)]
    [InlineData("r0000x", 0)]
    [InlineData("r-0001", 0)]
    [InlineData("", 0)]
    public void A_request_is_known_by_its_number(string text, int number)
    {
        Assert.Equal(number > 0, SendingPaths.TryParseRequestId(text, out var request));
        if (number > 0)
            Assert.Equal(number, request);
    }

    /// <summary>Nothing is held back without a window, so that there is nothing to stop before T.</summary>
    [Fact]
    public void Without_a_hold_window_a_stop_counts_until_the_issue_is_due()
    {
        var due = new DateTimeOffset(2026, 3, 10, 15, 0, 0, TimeSpan.Zero);

        Assert.Equal(due, new SendTimes(due, TimeSpan.Zero).StopUntil);
        Assert.True(new SendTimes(due, TimeSpan.FromMinutes(45)).StopUntil < due);
    }
}
