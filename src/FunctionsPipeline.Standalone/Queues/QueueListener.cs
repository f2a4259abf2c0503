using System.Text;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using FunctionsPipeline.Standalone.Functions;
using FunctionsPipeline.Standalone.Hosting;
using FunctionsPipeline.Standalone.Storage;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Standalone.Queues;

/// <summary>Runs one queue-triggered function.</summary>
internal sealed partial class QueueListener : MessagePump
{
    private readonly FunctionDefinition _function;
    private readonly QueueClient _poison;
    private readonly QueueSettings _settings;
    private int _inFlight;

    public QueueListener(FunctionDefinition function, StorageAccount account, ListenerServices services)
        : base(
            $"Function {function.Name}", account.RawQueue(((QueueTriggerDefinition)function.Trigger).QueueName),
            services.Settings.Queues.Invisibility, services.Settings.Queues.MaxPollingInterval, services)
    {
        _function = function;
        _settings = services.Settings.Queues;
        _poison = account.RawQueue(PoisonName(((QueueTriggerDefinition)function.Trigger).QueueName));
    }

    protected override int Wanted => Volatile.Read(ref _inFlight) <= _settings.NewBatchThreshold ? _settings.BatchSize : 0;

    /// <summary>A name has at most 63 letters.</summary>
    internal static string PoisonName(string queue) => queue.Length > 56 ? queue[..56].TrimEnd('-') + "-poison" : queue + "-poison";

    protected override async Task HandleAsync(HeldMessage message)
    {
        Interlocked.Increment(ref _inFlight);
        try
        {
            // Received too often without a word: it takes the process down, so it does not run again.
            if (message.DequeueCount > _settings.MaxDequeueCount || Decode(message) is not { } decoded)
                await PoisonAsync(message);
            else if (await Services.Invoker.TryInvokeAsync(_function, decoded, CancellationToken.None))
                await message.DeleteAsync(CancellationToken.None);
            else if (Services.Drain.Expired.IsCancellationRequested)
                await message.GiveBackAsync(TimeSpan.Zero, null, CancellationToken.None);
            else if (message.DequeueCount >= _settings.MaxDequeueCount)
                await PoisonAsync(message);
            else
                await message.GiveBackAsync(_settings.VisibilityTimeout, null, CancellationToken.None);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    private async Task PoisonAsync(HeldMessage message)
    {
        LogPoison(Log, _function.Name, message.Message.MessageId, _poison.Name);
        await message.PoisonAsync(_poison, message.RawBody, CancellationToken.None);
    }

    // Null: it is not what the queue's encoding says, and never will be.
    private QueueMessage? Decode(HeldMessage message)
    {
        var raw = message.Message;
        BinaryData body;
        if (_settings.Base64)
        {
            var bytes = new byte[raw.MessageText.Length];
            if (!Convert.TryFromBase64String(raw.MessageText, bytes, out var length))
                return null;
            body = new(bytes.AsMemory(0, length));
        }
        else
        {
            body = new(Encoding.UTF8.GetBytes(raw.MessageText));
        }

        return QueuesModelFactory.QueueMessage(
            raw.MessageId, raw.PopReceipt, body, raw.DequeueCount, raw.NextVisibleOn, raw.InsertedOn, raw.ExpiresOn);
    }

    [LoggerMessage(43, LogLevel.Error, "{Function} could not handle message {MessageId}: it is moved to {PoisonQueue}.")]
    private static partial void LogPoison(ILogger log, string function, string messageId, string poisonQueue);
}
