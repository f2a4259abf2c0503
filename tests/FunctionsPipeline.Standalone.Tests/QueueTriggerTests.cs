using System.Diagnostics.Metrics;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using FunctionsPipeline.Standalone.Tests.Support;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Standalone.Tests;

public sealed class QueueTriggerTests : StorageTest
{
    [Fact]
    public async Task A_message_binds_to_a_record()
    {
        await using var host = await StartAsync<RecordFunction>();
        await Account.SendAsync("""{"number":7,"text":"seven"}""");
        await Probe.WaitForAsync("7 seven");
    }

    [Fact]
    public async Task Malformed_json_follows_the_poison_path()
    {
        await Account.SendAsync("{ not json");
        await using var host = await StartAsync<RecordFunction>();
        Assert.Equal(["{ not json"], await TestAccount.WaitForMessagesAsync(Account.Queue("-poison"), 1));
        Assert.Equal(5, Probe.Logs.Count(line => line.Contains("Executed Record (failed")));
        Assert.Empty((await Account.Queue().PeekMessagesAsync(1)).Value);
    }

    [Fact]
    public async Task A_message_that_fails_is_tried_as_often_as_set_then_moved()
    {
        Probe.Behaviour = (_, _) => throw new InvalidOperationException("no");
        await Account.SendAsync("bad");
        await using var host = await StartAsync<MessageFunction>("--AzureFunctionsJobHost:extensions:queues:maxDequeueCount=3");
        Assert.Equal(["bad"], await TestAccount.WaitForMessagesAsync(Account.Queue("-poison"), 1));
        Assert.Equal(["bad 1", "bad 2", "bad 3"], Probe.Events);
    }

    [Fact]
    public async Task A_body_that_is_not_base64_goes_to_the_poison_queue_without_a_run()
    {
        var raw = new QueueClient(Account.ConnectionString, Account.QueueName);
        await raw.CreateAsync();
        await raw.SendMessageAsync("plain {text}");
        await using var host = await StartAsync<MessageFunction>();
        var poison = new QueueClient(Account.ConnectionString, Account.QueueName + "-poison");
        Assert.Equal(["plain {text}"], await TestAccount.WaitForMessagesAsync(poison, 1));
        Assert.Empty(Probe.Events);
    }

    [Fact]
    public async Task A_message_that_took_the_process_down_too_often_does_not_run_again()
    {
        await Account.SendAsync("deadly");
        for (var death = 0; death < 2; death++)
        {
            // Its invisibility ends without a word from whoever had it.
            var held = (await Account.Queue().ReceiveMessageAsync()).Value;
            await Account.Queue().UpdateMessageAsync(held.MessageId, held.PopReceipt, visibilityTimeout: TimeSpan.Zero);
        }
        await using var host = await StartAsync<MessageFunction>("--AzureFunctionsJobHost:extensions:queues:maxDequeueCount=2");
        Assert.Equal(["deadly"], await TestAccount.WaitForMessagesAsync(Account.Queue("-poison"), 1));
        Assert.Empty(Probe.Events);
    }

    [Fact]
    public async Task A_slow_function_keeps_its_message_by_renewal()
    {
        // More than twice as long as the message is invisible.
        Probe.Behaviour = (_, cancellationToken) => Task.Delay(TimeSpan.FromSeconds(13), cancellationToken);
        await Account.SendAsync("slow");
        await using var host = await StartAsync<MessageFunction>("--Standalone:MessageInvisibility=00:00:06");
        await Probe.WaitForLogAsync("Executed Message (succeeded");
        await Eventually.TrueAsync(async () => (await Account.Queue().GetPropertiesAsync()).Value.ApproximateMessagesCount == 0, "an empty queue");
        Assert.Equal(["slow 1"], Probe.Events);
        Assert.DoesNotContain(Probe.Logs, line => line.Contains("no longer ours"));
    }

    [Fact]
    public async Task No_more_messages_run_at_once_than_a_batch_and_the_threshold_allow()
    {
        var running = 0;
        var most = 0;
        var gate = new Lock();
        var two = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Probe.Behaviour = async (_, cancellationToken) =>
        {
            lock (gate)
            {
                most = Math.Max(most, ++running);
                if (running > 1)
                    two.TrySetResult();
            }
            // The first waits for company, the rest a moment for more than may be.
            await two.Task.WaitAsync(cancellationToken);
            await Task.Delay(50, cancellationToken);
            lock (gate)
                running--;
        };
        for (var at = 0; at < 12; at++)
            await Account.SendAsync($"{at}");
        await using var host = await StartAsync<MessageFunction>(
            "--AzureFunctionsJobHost:extensions:queues:batchSize=3", "--AzureFunctionsJobHost:extensions:queues:newBatchThreshold=1");
        await Probe.WaitForAsync(12);
        Assert.InRange(most, 2, 4);
    }

    [Fact]
    public async Task A_function_that_outlives_the_drain_gives_its_message_back()
    {
        Probe.Behaviour = (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
        await Account.SendAsync("endless");
        var host = await StartAsync<MessageFunction>("--Standalone:DrainTimeout=00:00:00.2");
        await Probe.WaitForAsync("endless 1");
        await host.DisposeAsync();
        Assert.Equal("endless", (await Account.Queue().ReceiveMessageAsync()).Value.Body.ToString());
    }

    [Fact]
    public async Task A_function_that_exceeds_the_time_limit_is_stopped_and_counts_as_failed()
    {
        Probe.Behaviour = (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
        await Account.SendAsync("endless");
        await using var host = await StartAsync<MessageFunction>(
            "--AzureFunctionsJobHost:functionTimeout=00:00:01", "--AzureFunctionsJobHost:extensions:queues:maxDequeueCount=1");
        Assert.Equal(["endless"], await TestAccount.WaitForMessagesAsync(Account.Queue("-poison"), 1));
        Assert.Contains(Probe.Logs, line => line.Contains("timed-out"));
    }

    [Fact]
    public async Task Runs_are_measured_by_function_trigger_and_outcome()
    {
        var outcomes = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "functions.invocation.duration" && instrument.Unit == "s")
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            var values = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value);
            if (values["function"] as string == "Measured")
            {
                lock (outcomes)
                    outcomes.Add($"{values["trigger"]} {values["outcome"]}");
            }
        });
        listener.Start();
        Probe.Behaviour = (_, _) => Probe.Events.Count == 1 ? throw new InvalidOperationException("once") : Task.CompletedTask;
        await Account.SendAsync("x");
        await using (await StartAsync<MeasuredFunction>())
            await Probe.WaitForLogAsync("Executed Measured (succeeded");
        Assert.Equal(["queue failed", "queue succeeded"], outcomes);
    }

    private Task<RunningHost> StartAsync<T>(params string[] settings) => RunningHost.StartAsync(Account, Probe, [typeof(T)], settings);

    public sealed class RecordFunction(Probe probe)
    {
        [Function("Record")]
        public Task Run([QueueTrigger("%Queue%")] Numbered message) => probe.RunAsync($"{message.Number} {message.Text}");
    }

    public sealed record Numbered(int Number, string Text);

    public sealed class MessageFunction(Probe probe)
    {
        [Function("Message")]
        public Task Run([QueueTrigger("%Queue%")] QueueMessage message, CancellationToken cancellationToken)
            => probe.RunAsync($"{message.Body} {message.DequeueCount}", cancellationToken);
    }

    public sealed class MeasuredFunction(Probe probe)
    {
        [Function("Measured")]
        public Task Run([QueueTrigger("%Queue%")] string message) => probe.RunAsync(message);
    }
}
