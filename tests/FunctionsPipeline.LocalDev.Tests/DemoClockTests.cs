using System.Text;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.LocalDev.Demo;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.LocalDev.Tests;

public sealed class DemoClockTests
{
    [Theory]
    [InlineData("2026-11-24T15:30:20Z", "2026-11-24T14:15:00Z", "2026-11-24T15:15:00Z", "every Tuesday at 09:15")]
    [InlineData("2026-11-25T06:05:59Z", "2026-11-25T04:50:00Z", "2026-11-25T05:50:00Z", "every Tuesday at 23:50")]
    public void It_begins_in_the_past_so_that_the_issue_is_due_shortly_before_now(
        string real,
        string begins,
        string due,
        string schedule
    )
    {
        var clock = DemoClock.Opening(new ManualTimeProvider(DateTimeOffset.Parse(real, null)));

        Assert.Equal(DateTimeOffset.Parse(begins, null), clock.Origin);
        Assert.Equal(DateTimeOffset.Parse(due, null), DemoClock.Due(clock));
        Assert.Equal(1, clock.Scale);
        Assert.Contains(
            schedule,
            DemoClock.Schedule("    schedule: every Tuesday at 09:00\n", DemoClock.Due(clock)),
            StringComparison.Ordinal
        );
    }

    /// <summary>
    /// An article that was old when it came is not in the issue that the demo shows, and one dated ahead is held.
    /// </summary>
    [Theory]
    [InlineData("2026-01-01T03:00:00Z")]
    [InlineData("2031-09-15T15:00:00Z")]
    public void The_sample_articles_are_some_days_or_weeks_old_whenever_it_runs(string due)
    {
        var at = DateTimeOffset.Parse(due, null);
        var settings = new SiteSettings();
        foreach (
            var file in SampleFiles.All.Where(f => f.IsArticle && !f.Name.Contains("mistake", StringComparison.Ordinal))
        )
        {
            using var reader = new StreamReader(SampleFiles.Open(file));
            var text = DemoClock.Dates(reader.ReadToEnd(), at);

            var reading = ArticleReader.Read(new ArticleSource(file.Name, Encoding.UTF8.GetBytes(text), at), settings);

            Assert.NotEqual(DateOrigin.FileTime, reading.Article!.DateOrigin);
            Assert.InRange(at - reading.Article.Date, TimeSpan.FromDays(1), TimeSpan.FromDays(50));
            Assert.True(
                reading.Article.ReviewBy is null || reading.Article.ReviewBy > DateOnly.FromDateTime(at.UtcDateTime)
            );
        }
    }
}
