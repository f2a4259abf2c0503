using FunctionsPipeline.LocalHost.Tests.Support;

namespace FunctionsPipeline.LocalHost.Tests;

public sealed class QueueTriggerTests : HostTest
{
    [Fact]
    public async Task Bodies_bind_as_text_as_records_and_as_messages()
    {
        await using var host = await StartAsync("OnMessage", "OnNumber", "OnDetails");
        await Account.SendAsync("a text");
        await Account.NamedQueue("numbers").CreateIfNotExistsAsync();
        await Account.NamedQueue("numbers").SendMessageAsync("""{"number": 7}""");
        await Account.NamedQueue("details").CreateIfNotExistsAsync();
        await Account.NamedQueue("details").SendMessageAsync("in full");
        await Probe.WaitForAsync("message a text");
        await Probe.WaitForAsync("number 7");
        await Probe.WaitForAsync("details in full 1");
    }

    [Fact]
    public async Task A_message_that_fails_is_tried_as_often_as_set_then_moved()
    {
        Probe.Behaviour = (_, _) => Task.FromResult("throw");
        await using var host = await StartAsync(
            Options("OnMessage").With(("AzureFunctionsJobHost__extensions__queues__maxDequeueCount", "3"))
        );
        await Account.SendAsync("bad");
        Assert.Equal(["bad"], await TestAccount.WaitForMessagesAsync(Account.Queue("-poison"), 1));
        Assert.Equal(3, Probe.Count("message bad"));
        Assert.Contains(Probe.Logs, line => line.Contains("The test wants 'message bad' to fail."));
    }

    [Fact]
    public async Task A_body_that_is_no_json_follows_the_poison_path()
    {
        await using var host = await StartAsync("OnNumber");
        await Account.NamedQueue("numbers").CreateIfNotExistsAsync();
        await Account.NamedQueue("numbers").SendMessageAsync("seven");
        Assert.Equal(["seven"], await TestAccount.WaitForMessagesAsync(Account.NamedQueue("numbers-poison"), 1));
        Assert.Empty(Probe.Events);
    }

    [Fact]
    public async Task No_more_messages_run_at_once_than_a_batch_and_the_threshold_allow()
    {
        using var mayEnd = new SemaphoreSlim(0);
        Probe.Behaviour = async (_, token) =>
        {
            await mayEnd.WaitAsync(token);
            return "";
        };
        for (var number = 0; number < 8; number++)
            await Account.SendAsync($"{number}");
        await using var host = await StartAsync(
            Options("OnMessage")
                .With(
                    ("AzureFunctionsJobHost__extensions__queues__batchSize", "2"),
                    ("AzureFunctionsJobHost__extensions__queues__newBatchThreshold", "1")
                )
        );
        await Probe.WaitForAsync(2);
        // No more than the threshold runs, so another batch comes: one that has ended, and three that run.
        mayEnd.Release();
        await Probe.WaitForAsync(4);
        // Several polls later there is no other.
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.Equal(4, Probe.Events.Count);
        mayEnd.Release(8);
        await Probe.WaitForAsync(8);
    }

    [Fact]
    public async Task A_worker_that_dies_gives_its_message_back_at_once_and_another_runs_it()
    {
        var died = 0;
        Probe.Behaviour = (_, _) => Task.FromResult(Interlocked.Exchange(ref died, 1) == 0 ? "exit" : "");
        await using var host = await StartAsync("OnMessage");
        var first = host.WorkerProcessId;
        await Account.SendAsync("survives");
        await Probe.WaitForAsync(() => Probe.Count("message survives") == 2, "the second run");
        await Eventually.TrueAsync(() => host.WorkerProcessId is { } second && second != first, "another worker");
        await Probe.WaitForLogAsync("ended with exit code");
    }

    [Fact]
    public async Task A_disabled_function_leaves_its_messages_where_they_are()
    {
        await Account.SendAsync("for later");
        await Account.NamedQueue("numbers").CreateIfNotExistsAsync();
        await Account.NamedQueue("numbers").SendMessageAsync("""{"number": 1}""");
        await using var host = await StartAsync("OnNumber");
        Assert.Equal(["OnNumber"], host.Functions);
        await Probe.WaitForAsync("number 1");
        Assert.Equal(["for later"], await TestAccount.WaitForMessagesAsync(Account.Queue(), 1));
    }

    [Fact]
    public async Task A_function_that_exceeds_the_time_limit_fails_and_its_message_comes_back()
    {
        var runs = 0;
        Probe.Behaviour = async (_, token) =>
        {
            // The first run waits until its token is cancelled.
            if (Interlocked.Increment(ref runs) == 1)
                await Task.Delay(Timeout.InfiniteTimeSpan, token).ContinueWith(_ => { }, TaskScheduler.Default);
            return "";
        };
        await using var host = await StartAsync(
            Options("OnMessage").With(("AzureFunctionsJobHost__functionTimeout", "00:00:02"))
        );
        var worker = host.WorkerProcessId;
        await Account.SendAsync("slow");
        await Probe.WaitForAsync(() => Probe.Count("message slow") == 2, "the second run");
        await Probe.WaitForLogAsync("exceeded functionTimeout (00:00:02)");
        Assert.Equal(worker, host.WorkerProcessId);
    }

    [Fact]
    public async Task A_function_that_ignores_the_time_limit_takes_its_worker_with_it()
    {
        var runs = 0;
        Probe.Behaviour = (_, _) => Task.FromResult(Interlocked.Increment(ref runs) == 1 ? "ignore" : "");
        await using var host = await StartAsync(
            Options("OnMessage")
                .With(("AzureFunctionsJobHost__functionTimeout", "00:00:02"), ("LocalHost__TimeoutGrace", "00:00:01"))
        );
        var worker = host.WorkerProcessId;
        await Account.SendAsync("stubborn");
        await Probe.WaitForAsync(() => Probe.Count("message stubborn") == 2, "the second run");
        await Probe.WaitForLogAsync("did not heed its cancelled token");
        Assert.NotEqual(worker, host.WorkerProcessId);
    }
}
