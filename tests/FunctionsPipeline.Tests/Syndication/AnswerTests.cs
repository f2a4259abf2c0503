using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Syndication;
using FunctionsPipeline.Syndication.Copies;
using FunctionsPipeline.Syndication.Http;
using FunctionsPipeline.Tests.Syndication.Mastodon;

namespace FunctionsPipeline.Tests.Syndication;

/// <summary>Servers that behave badly, and what staff read of it.</summary>
public sealed class AnswerTests() : TargetTests<FakeMastodon>(time => new FakeMastodon(time))
{
    [Theory]
    [InlineData(401, Problem.Unauthorised)]
    [InlineData(403, Problem.Unauthorised)]
    [InlineData(404, Problem.Refused)]
    [InlineData(422, Problem.Refused)]
    [InlineData(301, Problem.Redirected)]
    [InlineData(307, Problem.Redirected)]
    public async Task A_refusal_waits_for_a_person_and_for_the_article_to_be_saved_again(int status, Problem problem)
    {
        // Where it leads must never be asked: cloud metadata.
        Posts(LoopbackServer.Fault.Answers(status, ("Location", "http://169.254.169.254/latest/")));
        await Wire.PublishAsync(Wire.Article());
        await Wire.SettleAsync();

        var copy = await Wire.CopyAsync();
        Assert.Equal((CopyRecordState.Failed, problem, status), (copy!.State, copy.Problem!.Value, copy.Status!.Value));
        Assert.Equal(CopyState.Failed, Assert.Single((await Wire.ReportAsync())!.Copies).State);
        Assert.Contains("save the article into the folder once more", await Wire.ReportPageAsync());

        Posts(null);
        await Wire.PublishAsync(Wire.Article());
        await Wire.SettleAsync();
        Assert.Empty(Remote.Statuses);

        await Wire.PublishAsync(Wire.Article() with { SourceETag = "\"saved again\"" });
        await Wire.SettleAsync();
        Assert.Single(Remote.Statuses);
        Assert.Equal(CopyState.There, Assert.Single((await Wire.ReportAsync())!.Copies).State);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Tue, 10 Mar 2026 15:10:00 GMT", 600)]
    [InlineData(null, 900)]
    [InlineData("soon", 900)]
    [InlineData("-5", 900)]
    [InlineData("99999999999", 900)]
    public async Task A_rate_limit_puts_the_message_off_for_as_long_as_it_says(string? retryAfter, int seconds)
    {
        Posts(LoopbackServer.Fault.Answers(429, retryAfter is null ? [] : [("Retry-After", retryAfter)]));
        await Wire.PublishAsync(Wire.Article());

        await Wire.DeliverAsync();

        Assert.Equal(seconds, Wire.Queue.Sent[^1].VisibleAfter.TotalSeconds);
        Posts(null);
        await Wire.SettleAsync();
        Assert.Single(Remote.Statuses);
    }

    [Fact]
    public async Task An_absurd_pause_is_cut_to_a_day()
    {
        Posts(LoopbackServer.Fault.Answers(429, ("Retry-After", "999999")));
        await Wire.PublishAsync(Wire.Article());

        await Wire.DeliverAsync();

        Assert.Equal(TimeSpan.FromDays(1), Wire.Queue.Sent[^1].VisibleAfter);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(408)]
    public async Task Trouble_over_there_passes(int status)
    {
        var times = 0;
        Server.FaultAt = (_, request) =>
            request.Method == "POST" && ++times <= 3 ? LoopbackServer.Fault.Answers(status) : null;
        await Wire.PublishAsync(Wire.Article());

        await Wire.SettleAsync();

        Assert.Single(Remote.Statuses);
        Assert.Equal(4, (await Wire.CopyAsync())!.Attempts);
    }

    [Fact]
    public async Task Trouble_that_does_not_pass_is_given_up_and_told()
    {
        Posts(LoopbackServer.Fault.Answers(500));
        await Wire.PublishAsync(Wire.Article());

        await Wire.SettleAsync();

        Assert.Equal(
            (CopyRecordState.Failed, 10),
            ((await Wire.CopyAsync())!.State, Server.All.Count(r => r.Method == "POST"))
        );
        Assert.Equal(CopyState.Failed, Assert.Single((await Wire.ReportAsync())!.Copies).State);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Garbage_is_no_answer(bool happens)
    {
        var first = true;
        Server.FaultAt = (_, request) =>
        {
            if (request.Method != "POST" || !first)
                return null;
            first = false;
            return LoopbackServer.Fault.Babbles(happens);
        };
        await Wire.PublishAsync(Wire.Article());
        await Wire.DeliverAsync();
        Assert.Equal(Problem.Garbage, (await Wire.CopyAsync())!.Problem);

        await Wire.SettleAsync();

        Assert.Single(Remote.Statuses);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_not_waited_for()
    {
        Posts(
            LoopbackServer.Fault.LosesTheAnswer with
            {
                BeforeAbort = () =>
                {
                    Time.Advance(TargetHttp.Patience);
                    return Task.CompletedTask;
                },
            }
        );
        await Wire.PublishAsync(Wire.Article());
        await Wire.DeliverAsync();
        var copy = await Wire.CopyAsync();
        Assert.Equal(
            (CopyRecordState.Waiting, Problem.NoAnswer, true),
            (copy!.State, copy.Problem!.Value, copy.Uncertain)
        );

        Posts(null);
        await Wire.SettleAsync();

        Assert.Single(Remote.Statuses);
    }

    [Fact]
    public async Task No_one_there_is_tried_again()
    {
        await Server.DisposeAsync();
        await Wire.PublishAsync(Wire.Article());

        await Wire.DeliverAsync();

        var copy = await Wire.CopyAsync();
        Assert.Equal(
            (CopyRecordState.Waiting, Problem.Unreachable, false),
            (copy!.State, copy.Problem!.Value, copy.Uncertain)
        );
    }

    [Fact]
    public async Task Without_a_secret_no_one_is_called()
    {
        using var wire = new Wire(Remote.Settings(Server.Address), secret: "", Time);
        await wire.BeginAsync();
        await wire.PublishAsync(Wire.Article());

        await wire.SettleAsync();

        Assert.Empty(Server.All);
        Assert.Equal(Problem.Secret, (await wire.CopyAsync())!.Problem);
    }

    private void Posts(LoopbackServer.Fault? fault) =>
        Server.FaultAt = (_, request) => request.Method == "POST" ? fault : null;
}
