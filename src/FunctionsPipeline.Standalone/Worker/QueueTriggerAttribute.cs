using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function for each message of a storage queue.</summary>
/// <param name="queueName">May contain <c>%Name%</c>, an app setting.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class QueueTriggerAttribute(string queueName) : TriggerBindingAttribute
{
    public string QueueName { get; } = queueName;

    /// <summary>The name of the setting, or prefix of settings, of the storage account. Null: <c>AzureWebJobsStorage</c>.</summary>
    public string? Connection { get; set; }
}
