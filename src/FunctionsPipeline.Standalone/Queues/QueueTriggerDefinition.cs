using System.Reflection;
using System.Text.Json;
using Azure.Storage.Queues.Models;
using FunctionsPipeline.Standalone.Functions;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Standalone.Queues;

/// <summary>A function that runs for each message of a queue.</summary>
internal sealed record QueueTriggerDefinition(string Connection, string QueueName) : TriggerDefinition
{
    // The official worker's default.
    private static readonly JsonSerializerOptions Json = new() { PropertyNameCaseInsensitive = true };

    public override string Kind => "queue";

    public override string Supported => "a class or record read from JSON, QueueMessage, string";

    public static QueueTriggerDefinition Read(QueueTriggerAttribute attribute, TriggerContext context)
    {
        var name = context.Resolve(attribute.QueueName);
        var valid = name.Length is >= 3 and <= 63 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            && !name.StartsWith('-') && !name.EndsWith('-') && !name.Contains("--", StringComparison.Ordinal);
        if (!valid)
            context.Problem($"'{name}' is not a queue name: 3 to 63 lower-case letters, digits and single hyphens");
        return new(context.Connection(attribute.Connection), name);
    }

    public override ParameterBinder? Bind(ParameterInfo parameter, bool isTrigger)
    {
        var type = parameter.ParameterType;
        if (!isTrigger)
            return null;
        if (type == typeof(QueueMessage))
            return invocation => new((QueueMessage)invocation.Input);
        if (type == typeof(string))
            return invocation => new(((QueueMessage)invocation.Input).Body.ToString());
        // A POCO: any class or struct of the app or a record; framework types have no agreed JSON shape.
        if (type.IsByRef || type.IsPointer || type.IsInterface || type.IsAbstract || type.IsPrimitive
            || type.Namespace is { } space && (space == "System" || space.StartsWith("System.IO", StringComparison.Ordinal) || space.StartsWith("Azure.", StringComparison.Ordinal)))
            return null;
        return invocation => new(JsonSerializer.Deserialize(((QueueMessage)invocation.Input).Body.ToMemory().Span, type, Json)
            ?? throw new JsonException("The message is the JSON value null."));
    }
}
