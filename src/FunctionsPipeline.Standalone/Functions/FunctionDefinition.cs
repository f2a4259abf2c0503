using System.Reflection;

namespace FunctionsPipeline.Standalone.Functions;

/// <summary>One function of the app, checked and ready to run.</summary>
/// <param name="IsInstance">False for a static method: no object of <paramref name="Class"/> is made.</param>
internal sealed record FunctionDefinition(
    string Name, Type Class, bool IsInstance, MethodInvoker Method, FunctionResult Result, TriggerDefinition Trigger, IReadOnlyList<ParameterBinder> Binders)
{
    /// <summary>As the real host names it in receipts, locks and poison messages.</summary>
    public string Id { get; } = IdOf(Name);

    public static string IdOf(string name) => "Host.Functions." + name;
}
