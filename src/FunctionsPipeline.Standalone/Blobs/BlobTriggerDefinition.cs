using System.Reflection;
using Azure.Storage.Blobs;
using FunctionsPipeline.Standalone.Functions;
using FunctionsPipeline.Standalone.Storage;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Standalone.Blobs;

/// <summary>A function that runs for each version of each blob that matches.</summary>
internal sealed record BlobTriggerDefinition(string Connection, BlobPathPattern Pattern, BlobTriggerSource Source) : TriggerDefinition
{
    public override string Kind => "blob";

    public override string Supported
        => "BlobClient, Stream, string" + (Pattern.Tokens.Count == 0 ? "" : "; string parameters named " + string.Join(", ", Pattern.Tokens));

    /// <summary>Whether the function wants the content opened for it.</summary>
    public bool OpensContent { get; private set; }

    public static BlobTriggerDefinition? Read(BlobTriggerAttribute attribute, TriggerContext context)
    {
        // Receipts, locks and the internal queue are in the host's own account.
        context.Connection(StorageConnections.HostConnection);
        var connection = string.IsNullOrEmpty(attribute.Connection) || attribute.Connection == StorageConnections.HostConnection
            ? StorageConnections.HostConnection
            : context.Connection(attribute.Connection);
        try
        {
            return new(connection, BlobPathPattern.Parse(context.Resolve(attribute.BlobPath)), attribute.Source);
        }
        catch (FormatException malformed)
        {
            context.Problem(malformed.Message);
            return null;
        }
    }

    public override ParameterBinder? Bind(ParameterInfo parameter, bool isTrigger)
    {
        var type = parameter.ParameterType;
        if (!isTrigger)
        {
            return type == typeof(string) && Pattern.Tokens.Contains(parameter.Name, StringComparer.OrdinalIgnoreCase)
                ? invocation => new(((BlobInput)invocation.Input).Tokens[parameter.Name!])
                : null;
        }

        if (type == typeof(BlobClient))
            return invocation => new(((BlobInput)invocation.Input).Client);
        OpensContent = type == typeof(Stream) || type == typeof(string);
        if (type == typeof(Stream))
            return invocation => new(((BlobInput)invocation.Input).Content);
        return type == typeof(string) ? ReadTextAsync : null;
    }

    private static async ValueTask<object?> ReadTextAsync(Invocation invocation)
    {
        using var reader = new StreamReader(((BlobInput)invocation.Input).Content!, leaveOpen: true);
        return await reader.ReadToEndAsync(invocation.CancellationToken);
    }
}

/// <summary>The blob that a function runs for.</summary>
/// <param name="Content">Open at the version that fired, if the function wants it.</param>
internal sealed record BlobInput(BlobClient Client, IReadOnlyDictionary<string, string> Tokens, Stream? Content);
