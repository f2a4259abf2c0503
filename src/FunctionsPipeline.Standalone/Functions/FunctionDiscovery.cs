using System.Reflection;
using FunctionsPipeline.Standalone.Blobs;
using FunctionsPipeline.Standalone.Hosting;
using FunctionsPipeline.Standalone.Http;
using FunctionsPipeline.Standalone.Queues;
using FunctionsPipeline.Standalone.Storage;
using FunctionsPipeline.Standalone.Timers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.Configuration;

namespace FunctionsPipeline.Standalone.Functions;

/// <summary>Finds the functions of an app and checks all that can be checked without running them.</summary>
internal sealed class FunctionDiscovery(IConfiguration settings, HostSettings host, StorageConnections connections, Problems problems)
{
    private const string Triggers = "BlobTrigger, QueueTrigger, TimerTrigger and HttpTrigger";

    /// <summary>The functions that run, in the order of their names. What disabled ones would need is not asked for.</summary>
    public IReadOnlyList<FunctionDefinition> Find(IEnumerable<Type> classes, out IReadOnlyList<string> disabled)
    {
        var found = new SortedDictionary<string, FunctionDefinition>(StringComparer.OrdinalIgnoreCase);
        var off = new List<string>();
        foreach (var candidate in classes.Where(type => type.IsClass))
        {
            foreach (var method in candidate.GetMethods(
                BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            {
                if (method.GetCustomAttribute<FunctionAttribute>(inherit: false) is not { } attribute)
                    continue;
                if (IsDisabled(attribute.Name))
                    off.Add(attribute.Name);
                else if (Read(attribute.Name, candidate, method) is { } function && !found.TryAdd(function.Name, function))
                    problems.Add($"Function '{function.Name}' exists twice: in {found[function.Name].Class.Name} and in {candidate.Name}. Names are compared without case.");
            }
        }

        disabled = off;
        return [.. found.Values];
    }

    private FunctionDefinition? Read(string name, Type owner, MethodInfo method)
    {
        var where = $"Function '{name}' ({owner.Name}.{method.Name})";
        if (name.Length is 0 or > 127 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
        {
            problems.Add($"{where}: a function's name is 1 to 127 letters, digits, hyphens and underscores.");
            return null;
        }

        if (!method.IsPublic || !owner.IsVisible || owner.IsGenericTypeDefinition || method.IsGenericMethodDefinition || (owner.IsAbstract && !method.IsStatic))
        {
            problems.Add($"{where}: the class and the method must be public, and neither abstract nor generic.");
            return null;
        }

        foreach (var output in method.GetCustomAttributes<BindingAttribute>())
            problems.Add($"{where}: binding '{output.GetType().Name}' is not supported; call the service from the function instead.");

        var parameters = method.GetParameters();
        var triggers = parameters
            .Select(parameter => (parameter, attribute: parameter.GetCustomAttributes<BindingAttribute>().FirstOrDefault()))
            .Where(pair => pair.attribute is not null).ToArray();
        if (triggers.Length != 1)
        {
            problems.Add($"{where}: exactly one parameter must carry a trigger; {triggers.Length} do. Supported are {Triggers}.");
            return null;
        }

        var (carrier, attribute) = triggers[0];
        var context = new TriggerContext(name, $"{where}, parameter '{carrier.Name}'", settings, host, connections, problems);
        var trigger = ReadTrigger(attribute!, context);
        if (trigger is null)
            return null;

        var result = FunctionResult.Of(method);
        if (trigger.RefuseResult(result.Type) is { } refused)
            problems.Add($"{where}: it returns {Display(method.ReturnType)}, but {refused}.");
        return new FunctionDefinition(
            name, owner, !method.IsStatic, MethodInvoker.Create(method), result, trigger,
            [.. parameters.Select(parameter => Bind(parameter, parameter == carrier, trigger, where))]);
    }

    private static TriggerDefinition? ReadTrigger(BindingAttribute attribute, TriggerContext context)
    {
        switch (attribute)
        {
            case BlobTriggerAttribute blob:
                return BlobTriggerDefinition.Read(blob, context);
            case QueueTriggerAttribute queue:
                return QueueTriggerDefinition.Read(queue, context);
            case TimerTriggerAttribute timer:
                return TimerTriggerDefinition.Read(timer, context);
            case HttpTriggerAttribute http:
                return HttpTriggerDefinition.Read(http, context);
            default:
                context.Problem($"trigger or binding '{attribute.GetType().Name}' is not supported. Supported are {Triggers}");
                return null;
        }
    }

    private ParameterBinder Bind(ParameterInfo parameter, bool isTrigger, TriggerDefinition trigger, string where)
    {
        var binder = isTrigger ? trigger.Bind(parameter, isTrigger: true)
            : parameter.ParameterType == typeof(CancellationToken) ? invocation => new(invocation.CancellationToken)
            : parameter.ParameterType == typeof(FunctionContext) ? invocation => new(invocation)
            : trigger.Bind(parameter, isTrigger: false);
        if (binder is not null)
            return binder;
        problems.Add(
            $"{where}, parameter '{parameter.Name}': {Display(parameter.ParameterType)} cannot be bound. Supported are: {trigger.Supported}; CancellationToken; FunctionContext.");
        return _ => default;
    }

    // Linux shells and systemd take no dots in names, hence the second form; the real host knows both.
    private bool IsDisabled(string name)
        => new[] { $"AzureWebJobs.{name}.Disabled", $"AzureWebJobs_{name}_Disabled" }
            .Select(key => settings[key]).Any(value => value is "1" || string.Equals(value, "true", StringComparison.OrdinalIgnoreCase));

    private static string Display(Type type)
        => type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Display))}>" : type.Name;
}
