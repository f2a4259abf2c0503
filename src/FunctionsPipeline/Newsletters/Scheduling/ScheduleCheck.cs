using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Newsletters.Scheduling;

/// <summary>A schedule that cannot be read keeps the last good settings in force.</summary>
internal sealed class ScheduleCheck : ISiteSettingsCheck
{
    public void Check(SettingsFile file)
    {
        foreach (var (index, newsletter) in file.Settings.Newsletters.Index())
        {
            // The place is where the schedule begins: the word is named in the message.
            if (
                newsletter.Schedule is not null
                && !ScheduleParser.TryParse(newsletter.Schedule, out _, out var finding)
            )
                file.Error(
                    finding.Rule,
                    $"newsletters[{index + 1}].schedule",
                    $"cannot be read. {finding.Message}",
                    finding.Fix
                );
        }
    }
}
