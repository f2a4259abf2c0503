using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Newsletters.Scheduling;

/// <summary>A schedule that cannot be read keeps the last good settings in force.</summary>
internal sealed class ScheduleCheck : ISiteSettingsCheck
{
    public void Check(SiteSettings settings, ICollection<Finding> findings)
    {
        foreach (var newsletter in settings.Newsletters)
        {
            if (newsletter.Schedule is not null && !ScheduleParser.TryParse(newsletter.Schedule, out _, out var finding))
            {
                // The column counts within the schedule, whose place in the file is not known here.
                findings.Add(finding with { Message = $"newsletters, {newsletter.Id}, schedule: {finding.Message}", Column = null });
            }
        }
    }
}
