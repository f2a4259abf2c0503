using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending.Accounting;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Tests.Newsletters.Sending;

/// <summary>Rule S10: outcomes only move forward, regardless of order and number of events.</summary>
public class OutcomesTests
{
    private static readonly string Person = SubscriberId.Parse("0a" + new string('1', 32)).Value;
    private static readonly DateTimeOffset At = new(2026, 3, 10, 15, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Any_order_and_any_repetition_gives_the_same_outcome()
    {
        MailEventKind[] kinds =
        [
            MailEventKind.Processed,
            MailEventKind.Deferred,
            MailEventKind.Delivered,
            MailEventKind.Bounced,
            MailEventKind.Complained,
        ];
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            var shuffled = kinds.Concat(kinds).ToArray();
            random.Shuffle(shuffled);
            OutcomeRecord? record = null;
            foreach (var some in shuffled.Chunk(random.Next(1, 5)))
                record = Outcomes.Fold(record, some.Select(k => Event(k))) ?? record;
            var person = record!.Gens[1].People[Person];
            Assert.Equal(OutcomeState.Bounced, person.State);
            Assert.True(person.Complained);
        }
    }

    /// <summary>As the rule orders them, not as the code does.</summary>
    private static readonly MailEventKind[] Rising =
    [
        MailEventKind.Processed,
        MailEventKind.Deferred,
        MailEventKind.Dropped,
        MailEventKind.Delivered,
        MailEventKind.Bounced,
    ];

    public static IEnumerable<object[]> Pairs =>
        Rising.SelectMany((earlier, i) => Rising.Skip(i + 1).Select(later => new object[] { earlier, later }));

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Of_two_outcomes_the_later_one_stands_in_either_order(MailEventKind earlier, MailEventKind later)
    {
        foreach (var order in new MailEventKind[][] { [earlier, later], [later, earlier] })
        {
            OutcomeRecord? record = null;
            foreach (var kind in order)
                record = Outcomes.Fold(record, [Event(kind)]) ?? record;
            Assert.Equal(later.ToString(), record!.Gens[1].People[Person].State.ToString());
        }
    }

    [Fact]
    public void What_says_nothing_new_is_not_written()
    {
        var record = Outcomes.Fold(null, [Event(MailEventKind.Delivered)]);
        Assert.Null(Outcomes.Fold(record, [Event(MailEventKind.Processed), Event(MailEventKind.Delivered)]));
    }

    [Fact]
    public void An_event_proves_its_own_generation_only()
    {
        var record = Outcomes.Fold(null, [Event(MailEventKind.Delivered, gen: 1)])!;
        var uncertain = new RequestRecord
        {
            Number = 1,
            Wave = 1,
            Gen = 2,
            State = RequestState.Uncertain,
            At = At,
        };
        var wave = new WaveRecord
        {
            Number = 1,
            State = WaveState.Open,
            Gen = 2,
            SendAt = At,
        };
        Assert.Equal(RequestState.Uncertain, EffectiveState.Read(uncertain, wave, record));
        Assert.Equal(
            RequestState.Staged,
            EffectiveState.Read(uncertain with { Gen = 1 }, wave with { Gen = 1 }, record)
        );
    }

    /// <summary>
    /// Found by the simulation: a request was accepted, which an event told; its wave's cancel was called and its answer
    /// lost. The mail was discarded, and it would have counted as staged.
    /// </summary>
    [Fact]
    public void Acceptance_proves_nothing_where_a_cancel_was_called()
    {
        var staged = new RequestRecord
        {
            Number = 1,
            Wave = 1,
            Gen = 1,
            State = RequestState.Staged,
            At = At,
        };
        var wave = new WaveRecord
        {
            Number = 1,
            State = WaveState.Unproven,
            Gen = 1,
            SendAt = At,
        };
        var processed = Outcomes.Fold(null, [Event(MailEventKind.Processed)])!;
        Assert.Equal(RequestState.Uncertain, EffectiveState.Read(staged, wave, processed));
        Assert.Equal(
            RequestState.Staged,
            EffectiveState.Read(staged, wave, Outcomes.Fold(processed, [Event(MailEventKind.Deferred)]))
        );
    }

    private static MailEvent Event(MailEventKind kind, int gen = 1) =>
        new(kind, At, "weekly-20260310t1500z", "r00001", gen, Person, null);
}
