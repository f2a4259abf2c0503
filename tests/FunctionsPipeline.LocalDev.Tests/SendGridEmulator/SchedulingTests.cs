using System.Net;
using System.Net.Http.Json;
using FunctionsPipeline.Mail;

namespace FunctionsPipeline.LocalDev.Tests.SendGridEmulator;

/// <summary>send_at, batches and cancels, by the real client.</summary>
public sealed class SchedulingTests
{
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(40);

    [Fact]
    public async Task Without_a_time_mail_goes_at_once()
    {
        await using var emulated = await Emulated.StartAsync();
        var result = await emulated.Mail.SubmitAsync(Emulated.Request(), default);
        Assert.Equal(SendOutcome.Submitted, result.Outcome);
        Assert.NotNull(result.MessageId);
        Assert.Equal(1, emulated.Delivered());
    }

    [Fact]
    public async Task Staged_mail_waits_for_its_time()
    {
        await using var emulated = await Emulated.StartAsync();
        await emulated.Mail.SubmitAsync(Emulated.Request(await emulated.OpenBatchAsync(), Ahead), default);
        await emulated.AdvanceAsync(Ahead - TimeSpan.FromSeconds(1));
        Assert.Equal(0, emulated.Delivered());
        await emulated.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(1, emulated.Delivered());
    }

    [Theory]
    [InlineData(30, 0)]
    [InlineData(31, 1)]
    public async Task A_cancel_is_honoured_until_ten_minutes_before(int minutesPassed, int delivered)
    {
        await using var emulated = await Emulated.StartAsync();
        var batch = await emulated.OpenBatchAsync();
        await emulated.Mail.SubmitAsync(Emulated.Request(batch, Ahead), default);
        await emulated.AdvanceAsync(TimeSpan.FromMinutes(minutesPassed));

        var answer = await emulated.Mail.CancelAsync(batch, default);
        Assert.Equal(CancelState.Cancelled, answer.State);
        Assert.Equal(Emulated.Start.AddMinutes(minutesPassed), answer.ProviderTime);
        Assert.Equal(CancelState.Cancelled, (await emulated.Mail.GetCancellationAsync(batch, default)).State);
        Assert.All(emulated.SendGrid.Messages(), m => Assert.Equal(delivered == 0 ? "stopped" : "scheduled", m.Status));

        await emulated.AdvanceAsync(Ahead);
        Assert.All(
            emulated.SendGrid.Messages(),
            m => Assert.Equal(delivered == 0 ? "cancelled" : "delivered", m.Status)
        );
        Assert.Equal(delivered, emulated.Delivered());
    }

    [Fact]
    public async Task At_most_ten_batches_are_held_and_one_is_freed_by_its_release()
    {
        await using var emulated = await Emulated.StartAsync();
        var batches = new List<string>();
        for (var i = 0; i < 11; i++)
            batches.Add(await emulated.OpenBatchAsync());
        foreach (var batch in batches.Take(10))
            Assert.Equal(CancelState.Cancelled, (await emulated.Mail.CancelAsync(batch, default)).State);

        Assert.Equal(CancelState.Refused, (await emulated.Mail.CancelAsync(batches[10], default)).State);
        Assert.Equal(CancelState.None, (await emulated.Mail.GetCancellationAsync(batches[10], default)).State);
        Assert.Equal(CancelState.None, (await emulated.Mail.ReleaseAsync(batches[0], default)).State);
        Assert.Equal(CancelState.Cancelled, (await emulated.Mail.CancelAsync(batches[10], default)).State);
        Assert.Single(emulated.SendGrid.Violations);
    }

    [Fact]
    public async Task A_repeated_cancel_is_refused_and_changes_nothing()
    {
        await using var emulated = await Emulated.StartAsync();
        var batch = await emulated.OpenBatchAsync();
        await emulated.Mail.CancelAsync(batch, default);
        Assert.Equal(CancelState.Refused, (await emulated.Mail.CancelAsync(batch, default)).State);
        Assert.Equal(CancelState.Cancelled, (await emulated.Mail.GetCancellationAsync(batch, default)).State);
    }

    [Fact]
    public async Task A_cancel_removed_before_its_time_lets_the_mail_go_and_is_noted()
    {
        await using var emulated = await Emulated.StartAsync();
        var batch = await emulated.OpenBatchAsync();
        await emulated.Mail.SubmitAsync(Emulated.Request(batch, Ahead), default);
        await emulated.Mail.CancelAsync(batch, default);
        await emulated.Mail.ReleaseAsync(batch, default);
        await emulated.AdvanceAsync(Ahead);
        Assert.Equal(1, emulated.Delivered());
        Assert.Contains("before send_at", Assert.Single(emulated.SendGrid.Violations), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paused_mail_goes_when_it_is_resumed_and_not_when_the_pause_becomes_a_cancel()
    {
        await using var emulated = await Emulated.StartAsync();
        var (resumed, cancelled) = (await emulated.OpenBatchAsync(), await emulated.OpenBatchAsync());
        await emulated.Mail.SubmitAsync(Emulated.RequestTo(resumed, Ahead, "a@mail.example"), default);
        await emulated.Mail.SubmitAsync(Emulated.RequestTo(cancelled, Ahead, "b@mail.example"), default);
        foreach (var batch in (string[])[resumed, cancelled])
            Assert.Equal(
                HttpStatusCode.Created,
                (
                    await emulated.Http.PostAsJsonAsync(
                        "/v3/user/scheduled_sends",
                        new { batch_id = batch, status = "pause" }
                    )
                ).StatusCode
            );
        Assert.Equal(CancelState.None, (await emulated.Mail.GetCancellationAsync(resumed, default)).State);
        Assert.Equal(
            HttpStatusCode.NoContent,
            (
                await emulated.Http.PatchAsJsonAsync($"/v3/user/scheduled_sends/{cancelled}", new { status = "cancel" })
            ).StatusCode
        );

        await emulated.AdvanceAsync(Ahead);
        Assert.Equal((0, 0), (emulated.Delivered("a@mail.example"), emulated.Delivered("b@mail.example")));
        await emulated.Mail.ReleaseAsync(resumed, default);
        await emulated.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal((1, 0), (emulated.Delivered("a@mail.example"), emulated.Delivered("b@mail.example")));
    }

    [Fact]
    public async Task Unknown_batches_are_refused_everywhere()
    {
        await using var emulated = await Emulated.StartAsync();
        Assert.Equal(
            SendOutcome.NotSent,
            (await emulated.Mail.SubmitAsync(Emulated.Request("made-up", Ahead), default)).Outcome
        );
        Assert.Equal(CancelState.Refused, (await emulated.Mail.CancelAsync("made-up", default)).State);
        Assert.Equal(HttpStatusCode.BadRequest, (await emulated.Http.GetAsync("/v3/mail/batch/made-up")).StatusCode);
        var batch = await emulated.OpenBatchAsync();
        Assert.Equal(HttpStatusCode.OK, (await emulated.Http.GetAsync($"/v3/mail/batch/{batch}")).StatusCode);
        await emulated.AdvanceAsync(TimeSpan.FromDays(11));
        Assert.Equal(HttpStatusCode.BadRequest, (await emulated.Http.GetAsync($"/v3/mail/batch/{batch}")).StatusCode);
    }
}
