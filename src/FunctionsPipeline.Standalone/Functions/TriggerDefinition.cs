using System.Reflection;
using FunctionsPipeline.Standalone.Hosting;
using FunctionsPipeline.Standalone.Storage;
using Microsoft.Extensions.Configuration;

namespace FunctionsPipeline.Standalone.Functions;

/// <summary>Supplies one argument of one run.</summary>
internal delegate ValueTask<object?> ParameterBinder(Invocation invocation);

/// <summary>What starts a function, read from its attribute and checked.</summary>
internal abstract record TriggerDefinition
{
    /// <summary>One word for logs and metrics: blob, queue, timer or http.</summary>
    public abstract string Kind { get; }

    /// <summary>For the message about a parameter that cannot be bound.</summary>
    public abstract string Supported { get; }

    /// <summary>Null: this trigger cannot supply that parameter.</summary>
    /// <param name="isTrigger">Whether the parameter carries the trigger's attribute.</param>
    public abstract ParameterBinder? Bind(ParameterInfo parameter, bool isTrigger);

    /// <summary>Why a method may not return that type, or null. Only HTTP functions have a result.</summary>
    public virtual string? RefuseResult(Type? result)
        => result is null ? null : $"a {Kind} function returns nothing: use Task, ValueTask or void (output bindings are not supported)";
}

/// <summary>What a trigger's attribute is read with.</summary>
/// <param name="Where">Function and parameter, to begin a problem with.</param>
internal sealed record TriggerContext(
    string FunctionName, string Where, IConfiguration Settings, HostSettings Host, StorageConnections Connections, Problems Problems)
{
    /// <summary>Replaces each <c>%Name%</c> by the app setting of that name.</summary>
    public string Resolve(string text)
    {
        var parts = text.Split('%');
        if (parts.Length % 2 == 0)
        {
            Problem($"'{text}' has a % without its partner");
            return text;
        }

        for (var at = 1; at < parts.Length; at += 2)
        {
            if (Settings[parts[at].Replace("__", ":", StringComparison.Ordinal)] is { Length: > 0 } value)
                parts[at] = value;
            else
                Problem($"'{text}' needs the app setting '{parts[at]}', which is not set");
        }

        return string.Concat(parts);
    }

    /// <summary>The name of the connection, after a check that it can be used.</summary>
    public string Connection(string? stated)
    {
        var name = string.IsNullOrEmpty(stated) ? StorageConnections.HostConnection : Resolve(stated);
        if (Connections.Check(name) is { } problem)
            Problems.AddShared(problem, FunctionName);
        return name;
    }

    public void Problem(string problem) => Problems.Add($"{Where}: {problem.TrimEnd('.')}.");
}
