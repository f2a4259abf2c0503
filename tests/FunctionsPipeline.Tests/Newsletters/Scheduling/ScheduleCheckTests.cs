using FunctionsPipeline.Findings;
using FunctionsPipeline.Newsletters;
using FunctionsPipeline.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Tests.Newsletters.Scheduling;

public sealed class ScheduleCheckTests
{
    [Theory]
    [InlineData("every Tuesday at 09:00", 0)]
    [InlineData("instant", 0)]
    [InlineData("every Teusday at 09:00", 1)]
    public void A_schedule_that_cannot_be_read_is_found_with_the_settings(string schedule, int findings)
    {
        using var services = new ServiceCollection().AddNewsletters().BuildServiceProvider();
        var reader = new SiteSettingsReader(services.GetServices<ISiteSettingsCheck>());

        var result = reader.Read(
            $"newsletters:\n  - id: weekly\n    name: Weekly\n    schedule: {schedule}\n",
            new SiteSettings()
        );

        Assert.Equal(findings, result.Findings.Count(f => f.Severity == Severity.Error));
        Assert.Equal(findings == 0, result.Settings is not null);
        Assert.All(
            result.Findings.Where(f => f.Severity == Severity.Error),
            f =>
                Assert.Equal(
                    (
                        "'newsletters › Weekly › schedule' cannot be read. The schedule says `Teusday`, which is not understood there.",
                        4,
                        15
                    ),
                    (f.Message, f.Line, f.Column)
                )
        );
    }
}
