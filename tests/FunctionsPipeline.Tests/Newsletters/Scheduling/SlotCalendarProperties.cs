using FsCheck;
using FsCheck.Fluent;
using FunctionsPipeline.Newsletters.Scheduling;

namespace FunctionsPipeline.Tests.Newsletters.Scheduling;

/// <summary>What holds for any schedule, zone and instant.</summary>
public sealed class SlotCalendarProperties
{
    private static readonly string[] Zones =
    [
        "America/Regina",
        "America/Toronto",
        "Europe/London",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "America/St_Johns",
        "Pacific/Chatham",
        "UTC",
    ];

    private static readonly string[] Schedules =
    [
        "every day at 00:00",
        "every day at 01:30",
        "every day at 02:00 and 4 am and 3 pm",
        "every Sunday at 02:30",
        "every weekday at 23:59",
        "first Sunday of the month at 02:15",
        "second Sunday of the month at 02:15",
        "last Sunday of the month at 01:00",
        "the 1st and 15th of the month at 01:45",
        "last day of the month at noon",
        "cron: 0 * * * *",
        "cron: 15 1-3 * 3,4,10,11 0",
    ];

    private sealed record Case(string Text, string Zone, DateTimeOffset A, TimeSpan First, TimeSpan Second)
    {
        public SlotCalendar Slots => new(Schedule, TimeZone);

        public TimeZoneInfo TimeZone => TimeZoneInfo.FindSystemTimeZoneById(Zone);

        public Schedule Schedule => Parsed[Text];
    }

    private static readonly Dictionary<string, Schedule> Parsed = Schedules.ToDictionary(
        text => text,
        text =>
            ScheduleParser.TryParse(text, out var schedule, out var finding)
                ? schedule
                : throw new InvalidOperationException(finding.Message)
    );

    private static Arbitrary<Case> Cases =>
        Arb.From(
            from text in Gen.Elements(Schedules)
            from zone in Gen.Elements(Zones)
            from minute in Gen.Choose(0, 6 * 366 * 24 * 60)
            from first in Gen.Choose(0, 90 * 24 * 60)
            from second in Gen.Choose(0, 90 * 24 * 60)
            select new Case(
                text,
                zone,
                new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minute),
                TimeSpan.FromMinutes(first),
                TimeSpan.FromMinutes(second)
            )
        );

    private static void Hold(Func<Case, bool> property) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(100), Prop.ForAll(Cases, property));

    [Fact]
    public void Slots_rise_strictly() =>
        Hold(c =>
        {
            var slots = c.Slots.Between(c.A, c.A + c.First + c.Second);
            return slots.Zip(slots.Skip(1)).All(pair => pair.First < pair.Second);
        });

    [Fact]
    public void Looking_in_two_steps_finds_what_one_step_finds() =>
        Hold(c =>
        {
            var (b, end) = (c.A + c.First, c.A + c.First + c.Second);
            return c.Slots.Between(c.A, end).SequenceEqual(c.Slots.Between(c.A, b).Concat(c.Slots.Between(b, end)));
        });

    [Fact]
    public void Walking_slot_by_slot_finds_them_all() =>
        Hold(c =>
        {
            var end = c.A + (c.First / 10);
            var walked = new List<DateTimeOffset>();
            for (var next = c.Slots.Next(c.A); next <= end; next = c.Slots.Next(next.Value))
                walked.Add(next.Value);
            return walked.SequenceEqual(c.Slots.Between(c.A, end));
        });

    [Fact]
    public void The_next_slot_s_predecessor_lies_before() =>
        Hold(c =>
            c.Slots.Next(c.A) is { } next
            && c.Slots.Previous(next) == next
            && !(c.Slots.Previous(next.AddTicks(-1)) > c.A)
        );

    [Fact]
    public void No_wall_clock_time_is_left_out_or_doubled() =>
        Hold(c =>
        {
            // Each wall-clock time of whole days in the middle of the range yields one instant; two of them meet only
            // where the clock was put forward.
            var from = c.A.UtcDateTime.Date.AddDays(3);
            var until = from.AddDays(40);
            var locals = c.Schedule.LocalTimes(from, until).ToList();
            var slots = c.Slots.Between(c.A, new DateTimeOffset(until.AddDays(3), TimeSpan.Zero)).ToHashSet();
            return locals.All(local => slots.Contains(WallClock.ToInstant(local, c.TimeZone)));
        });

    [Fact]
    public void The_wall_shows_the_time_that_was_written_unless_it_was_leapt_over() =>
        Hold(c =>
            c.Schedule.LocalTimes(c.A.UtcDateTime, c.A.UtcDateTime.AddDays(60))
                .All(local =>
                {
                    var shown = WallClock.ToLocal(WallClock.ToInstant(local, c.TimeZone), c.TimeZone);
                    // Not TimeZoneInfo.IsInvalidTime: past the last listed year it misses part of Chatham's leap from
                    // 02:45 to 03:45.
                    return shown == local
                        || (NeverShown(local, c.TimeZone) && shown > local && shown - local <= TimeSpan.FromHours(1));
                })
        );

    private static bool NeverShown(DateTime local, TimeZoneInfo zone)
    {
        var utc = DateTime.SpecifyKind(local, DateTimeKind.Utc);
        return !Enumerable
            .Range(-14 * 4, 29 * 4)
            .Select(quarters => new DateTimeOffset(utc.AddMinutes(15 * quarters)))
            .Any(instant => WallClock.ToLocal(instant, zone) == local);
    }

    [Fact]
    public void Nothing_that_staff_may_type_makes_the_parser_fail() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2000),
            Prop.ForAll(
                Arb.From(
                    Gen.ArrayOf(
                            Gen.Elements(
                                "every",
                                "first",
                                "last",
                                "Monday",
                                "1st",
                                "31st",
                                "of",
                                "the",
                                "month",
                                "at",
                                "9",
                                "09:00",
                                "am",
                                "pm",
                                "and",
                                ",",
                                "cron:",
                                "*",
                                "0",
                                "instant",
                                "noon",
                                "\u0000",
                                "\u0665",
                                "🙂",
                                "99999999999",
                                "-",
                                ":",
                                "day",
                                "\n",
                                "*/0",
                                "1-5/0",
                                "5-1",
                                "cron: 0 0 99999999999 * *",
                                "cron: */0 * * * *"
                            )
                        )
                        .Select(words => string.Join(' ', words))
                ),
                (string text) =>
                    ScheduleParser.TryParse(text, out var schedule, out var finding)
                        ? schedule is not null
                        : finding!.Fix is { Length: > 0 }
            )
        );
}
