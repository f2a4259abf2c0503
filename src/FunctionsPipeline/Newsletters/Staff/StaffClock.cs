using System.Globalization;
using FunctionsPipeline.Newsletters.Composing;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Newsletters.Staff;

/// <summary>Times as staff read them off a clock on the wall.</summary>
internal sealed class StaffClock(SiteSettings site, IssueRecord issue)
{
    private readonly TimeZoneInfo _zone =
        site.Newsletters.FirstOrDefault(n => n.Id == issue.Newsletter)?.TimeZone ?? site.TimeZone;
    private readonly CultureInfo _culture = IssueLines.CultureOf(site.Language);

    /// <summary>Day and time.</summary>
    public string Full(DateTimeOffset at) =>
        string.Create(_culture, $"{Local(at).ToString("D", _culture)}, {Time(at)}");

    /// <summary>The time alone if it is the day of the issue, else with its day.</summary>
    public string Short(DateTimeOffset at) => Local(at).Date == Local(issue.Due).Date ? Time(at) : Full(at);

    private string Time(DateTimeOffset at) => Local(at).ToString("HH:mm", CultureInfo.InvariantCulture);

    private DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, _zone);
}
