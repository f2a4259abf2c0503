using System.Globalization;
using FunctionsPipeline.Sources.Feeds;

namespace FunctionsPipeline.Tests.Sources;

public sealed class FeedDateTests
{
    [Theory]
    [InlineData("Tue, 10 Mar 2026 08:05:00 +0000", "2026-03-10T08:05:00Z")]
    [InlineData("Tue, 10 Mar 2026 08:05:00 GMT", "2026-03-10T08:05:00Z")]
    [InlineData("Mon, 10 Mar 2026 08:05:00 GMT", "2026-03-10T08:05:00Z")]
    [InlineData("10 Mar 2026 08:05:00 -0600", "2026-03-10T14:05:00Z")]
    [InlineData("10 Mar 26 08:05 EST", "2026-03-10T13:05:00Z")]
    [InlineData("Tue, 10 Mar 2026 08:05:00 CEST", "2026-03-10T06:05:00Z")]
    [InlineData("2026-03-10T08:05:00Z", "2026-03-10T08:05:00Z")]
    [InlineData("2026-03-10T08:05:00.1234567+01:00", "2026-03-10T07:05:00Z")]
    [InlineData("2026-03-10", "2026-03-10T00:00:00Z")]
    [InlineData(" 2026-03-10 08:05 ", "2026-03-10T08:05:00Z")]
    public void Dates_as_they_are_written(string text, string expected) =>
        Assert.Equal(
            DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            FeedDate.Parse(text)
        );

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("Thu, 01 Jan 1970 00:00:00 +0000")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("32 Mar 2026 08:05:00 GMT")]
    public void What_is_no_date_is_none(string? text) => Assert.Null(FeedDate.Parse(text));
}
