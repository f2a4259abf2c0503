using System.Globalization;
using FunctionsPipeline.Articles.Reading;

namespace FunctionsPipeline.Tests.Articles.Reading;

public sealed class WrittenDateTests
{
    private static readonly TimeZoneInfo Regina = TimeZoneInfo.FindSystemTimeZoneById("America/Regina");

    [Theory]
    [InlineData("2023-01-25", "2023-01-25T00:00:00-06:00")]
    [InlineData("2023/1/5", "2023-01-05T00:00:00-06:00")]
    [InlineData("2023-01-25 9:05", "2023-01-25T09:05:00-06:00")]
    [InlineData("2023-01-25T09:05:30Z", "2023-01-25T09:05:30+00:00")]
    [InlineData("2023-01-25T09:05:30.123+01:00", "2023-01-25T09:05:30+01:00")]
    [InlineData("2023-01-25 09:05:30 -0500", "2023-01-25T09:05:30-05:00")]
    [InlineData("Jan 25th, 2023", "2023-01-25T00:00:00-06:00")]
    [InlineData("January 25, 2023 at 3 pm", "2023-01-25T15:00:00-06:00")]
    [InlineData("Wed, 25 Jan 2023 10:00:00 GMT", "2023-01-25T10:00:00+00:00")]
    [InlineData("25th of January 2023", "2023-01-25T00:00:00-06:00")]
    [InlineData("Sept. 3, 2023", "2023-09-03T00:00:00-06:00")]
    [InlineData("1/25/2023", "2023-01-25T00:00:00-06:00")]
    [InlineData("25/1/2023", "2023-01-25T00:00:00-06:00")]
    [InlineData("12:30 am", null)]
    [InlineData("2023-02-30", null)]
    [InlineData("2023", null)]
    [InlineData("Mayor 5, 2023", null)]
    [InlineData("99999999999999999999-01-01", null)]
    [InlineData("2023-01-25T25:00", null)]
    [InlineData("", null)]
    public void Dates_are_read_as_people_write_them(string text, string? expected)
    {
        var read = WrittenDate.TryParse(text, out var date)
            ? date.In(Regina).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture)
            : null;

        Assert.Equal(expected, read);
    }

    [Theory]
    [InlineData("3/4/2023", true)]
    [InlineData("3/3/2023", false)]
    [InlineData("3/14/2023", false)]
    public void A_date_that_can_be_two_days_says_so(string text, bool ambiguous)
    {
        Assert.True(WrittenDate.TryParse(text, out var date));
        Assert.Equal(ambiguous, date.Ambiguous);
    }
}
