using System.Globalization;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Newsletters.Scheduling;

namespace FunctionsPipeline.Tests.Newsletters.Scheduling;

/// <summary>Runs <c>schedules.md</c>.</summary>
public sealed class ScheduleSpecTests
{
    private const string Spec = "Newsletters/Scheduling/schedules.md";

    public static TheoryData<string, string, string, string> CancelSlots()
    {
        var data = new TheoryData<string, string, string, string>();
        foreach (var row in MarkdownTable.Rows(Spec, "schedule", "zone", "after", "next slots"))
            data.Add(row[0], row[1], row[2], row[3]);
        return data;
    }

    public static TheoryData<string, int, string, string> Refusals()
    {
        var data = new TheoryData<string, int, string, string>();
        foreach (var row in MarkdownTable.Rows(Spec, "schedule", "column", "says", "fix"))
            data.Add(row[0], int.Parse(row[1], CultureInfo.InvariantCulture), row[2], row[3]);
        return data;
    }

    [Theory]
    [MemberData(nameof(CancelSlots))]
    public void Due_slots_are_those_of_the_specification(string text, string zone, string after, string expected)
    {
        Assert.True(ScheduleParser.TryParse(text, out var schedule, out var finding), finding?.Message);
        var slots = new SlotCalendar(schedule, TimeZoneInfo.FindSystemTimeZoneById(zone));
        var wanted = expected.Split(", ").Select(Instant).ToList();

        var found = new List<DateTimeOffset>();
        for (var at = Instant(after); found.Count < wanted.Count; at = found[^1])
            found.Add(slots.Next(at) ?? throw new InvalidOperationException($"No slot after {at:O}."));

        Assert.Equal(wanted, found);
        Assert.All(wanted, slot => Assert.Equal(slot, slots.Previous(slot)));
        Assert.All(
            wanted.Zip(wanted.Skip(1)),
            pair => Assert.Equal(pair.First, slots.Previous(pair.Second.AddTicks(-1)))
        );
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_bad_schedule_is_answered_with_what_where_and_how_to_fix_it(
        string text,
        int column,
        string says,
        string fix
    )
    {
        Assert.False(ScheduleParser.TryParse(text, out _, out var finding));
        Assert.Equal(Severity.Error, finding.Severity);
        Assert.Equal(ScheduleParser.Rule, finding.Rule);
        Assert.Equal(column, finding.Column);
        Assert.Contains(says, finding.Message, StringComparison.Ordinal);
        Assert.Contains(fix, finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void Instant_has_no_times_of_its_own()
    {
        Assert.True(ScheduleParser.TryParse(" Instant ", out var schedule, out _));
        Assert.True(schedule.IsInstant);
        Assert.Null(new SlotCalendar(schedule, TimeZoneInfo.Utc).Next(Instant("2026-03-09T00:00Z")));
    }

    private static DateTimeOffset Instant(string text) =>
        DateTimeOffset.ParseExact(
            text,
            "yyyy-MM-dd'T'HH:mm'Z'",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal
        );
}
