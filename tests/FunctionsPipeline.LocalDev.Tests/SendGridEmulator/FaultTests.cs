using FunctionsPipeline.LocalDev.SendGridEmulator;
using FunctionsPipeline.Mail;

namespace FunctionsPipeline.LocalDev.Tests.SendGridEmulator;

/// <summary>What the client believes after a fault, beside what really went out.</summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData(Fault.AcceptAndDrop, SendOutcome.Unknown, 1)]
    [InlineData(Fault.DropBeforeAccepting, SendOutcome.Unknown, 0)]
    [InlineData(Fault.AcceptAnd500, SendOutcome.Unknown, 1)]
    [InlineData(Fault.RefuseWith503, SendOutcome.Unknown, 0)]
    [InlineData(Fault.TooManyRequests, SendOutcome.NotSent, 0)]
    [InlineData(Fault.CreditsExceeded, SendOutcome.NotSent, 0)]
    public async Task A_fault_strikes_once(Fault fault, SendOutcome believed, int delivered)
    {
        await using var emulated = await Emulated.StartAsync();
        emulated.SendGrid.Faults.Next(fault);

        Assert.Equal(believed, (await emulated.Mail.SubmitAsync(Emulated.Request(), default)).Outcome);
        await emulated.SendGrid.SettleAsync(default);
        Assert.Equal(delivered, emulated.Delivered());
        Assert.Equal(SendOutcome.Submitted, (await emulated.Mail.SubmitAsync(Emulated.Request(), default)).Outcome);
        Assert.Equal(delivered + 1, emulated.Delivered());
    }

    [Fact]
    public async Task A_429_says_until_when()
    {
        await using var emulated = await Emulated.StartAsync();
        emulated.SendGrid.Faults.Next(Fault.TooManyRequests);
        Assert.Equal(
            Emulated.Start.AddSeconds(30),
            (await emulated.Mail.SubmitAsync(Emulated.Request(), default)).NotBefore
        );
    }

    [Fact]
    public async Task A_slow_answer_comes_after_the_caller_gave_up_and_the_mail_goes_all_the_same()
    {
        await using var emulated = await Emulated.StartAsync();
        emulated.SendGrid.Faults.Slowness = TimeSpan.FromSeconds(90);
        emulated.SendGrid.Faults.Next(Fault.Slow);
        var sending = emulated.Mail.SubmitAsync(Emulated.Request(), default);
        // Or the client's minute might be over before its request was there.
        await Eventually.TrueAsync(() => emulated.SendGrid.Faults.Left(Fault.Slow) == 0, "the request at the emulator");
        await Eventually.TrueAsync(
            () =>
            {
                emulated.SendGrid.Clock.Advance(TimeSpan.FromSeconds(1));
                return sending.IsCompleted;
            },
            "the client to give up"
        );
        Assert.Equal(SendOutcome.Unknown, (await sending).Outcome);

        await emulated.AdvanceAsync(TimeSpan.FromSeconds(90));

        await Eventually.TrueAsync(() => emulated.Delivered() == 1, "the late acceptance");
    }

    [Fact]
    public async Task One_refused_address_is_named_by_index()
    {
        await using var emulated = await Emulated.StartAsync();
        emulated.SendGrid.Faults.Refuse("reader1@mail.example");
        var result = await emulated.Mail.SubmitAsync(Emulated.Request(recipients: 3), default);
        Assert.Equal(SendOutcome.NotSent, result.Outcome);
        Assert.Equal([1], result.RefusedRecipients);
        Assert.Equal(0, emulated.Delivered());
    }

    [Fact]
    public async Task A_revoked_key_refuses_everything_until_it_is_back()
    {
        await using var emulated = await Emulated.StartAsync();
        emulated.SendGrid.Faults.KeyRevoked = true;
        var result = await emulated.Mail.SubmitAsync(Emulated.Request(), default);
        Assert.Equal((SendOutcome.NotSent, true), (result.Outcome, result.Permanent));
        Assert.Null((await emulated.Mail.CreateBatchAsync(default)).BatchId);
        emulated.SendGrid.Faults.KeyRevoked = false;
        Assert.Equal(SendOutcome.Submitted, (await emulated.Mail.SubmitAsync(Emulated.Request(), default)).Outcome);
    }

    [Theory]
    [InlineData(Fault.CancelAndDrop, CancelState.Unknown, CancelState.Cancelled)]
    [InlineData(Fault.DropCancel, CancelState.Unknown, CancelState.None)]
    [InlineData(Fault.CancelLimit, CancelState.Refused, CancelState.None)]
    public async Task A_cancel_goes_wrong(Fault fault, CancelState believed, CancelState really)
    {
        await using var emulated = await Emulated.StartAsync();
        var batch = await emulated.OpenBatchAsync();
        emulated.SendGrid.Faults.Next(fault);
        Assert.Equal(believed, (await emulated.Mail.CancelAsync(batch, default)).State);
        Assert.Equal(really, (await emulated.Mail.GetCancellationAsync(batch, default)).State);
    }

    [Fact]
    public async Task By_chance_but_repeatably()
    {
        var first = await OutcomesAsync();
        Assert.Equal(first, await OutcomesAsync());
        Assert.Contains(SendOutcome.Unknown, first);
        Assert.Contains(SendOutcome.Submitted, first);

        static async Task<List<SendOutcome>> OutcomesAsync()
        {
            await using var emulated = await Emulated.StartAsync(new EmulatorOptions { Seed = 7 });
            emulated.SendGrid.Faults.Rate(Fault.AcceptAnd500, 0.5);
            var outcomes = new List<SendOutcome>();
            for (var i = 0; i < 20; i++)
                outcomes.Add((await emulated.Mail.SubmitAsync(Emulated.Request(), default)).Outcome);
            return outcomes;
        }
    }
}
