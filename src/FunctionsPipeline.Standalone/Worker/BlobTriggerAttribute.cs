using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function once for each version of each blob that matches.</summary>
/// <param name="blobPath"><c>container/pattern</c>. <c>{token}</c> matches any text, slashes included, and binds to the
/// string parameter of that name; <c>%Name%</c> is an app setting.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class BlobTriggerAttribute(string blobPath) : TriggerBindingAttribute
{
    public string BlobPath { get; } = blobPath;

    /// <summary>The name of the setting, or prefix of settings, of the storage account. Null: <c>AzureWebJobsStorage</c>.</summary>
    public string? Connection { get; set; }

    public BlobTriggerSource Source { get; set; } = BlobTriggerSource.LogsAndContainerScan;
}

/// <summary>How new blobs are found.</summary>
public enum BlobTriggerSource
{
    /// <summary>The container is listed again and again.</summary>
    LogsAndContainerScan,

    /// <summary>Azure Event Grid posts each new blob; nothing is listed.</summary>
    EventGrid,
}
