using System.Reflection;
using Microsoft.Azure.Functions.Worker.Builder;

namespace FunctionsPipeline.Standalone;

/// <summary>
/// The same builder for functions that are not in the entry assembly, as tests need it. A start failure is thrown as
/// <see cref="HostStartException"/> and never ends the process.
/// </summary>
public static class StandaloneHost
{
    public static FunctionsApplicationBuilder CreateBuilder(string[] args, Assembly functions)
    {
        ArgumentNullException.ThrowIfNull(functions);
        return new(args, functions.GetName().Name!, functions.GetTypes, exitsProcess: false);
    }

    /// <param name="functionClasses">Only the functions of these classes run.</param>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args, params Type[] functionClasses)
    {
        ArgumentNullException.ThrowIfNull(functionClasses);
        var name = functionClasses.Length == 0 ? "standalone" : functionClasses[0].Assembly.GetName().Name!;
        return new(args, name, () => functionClasses, exitsProcess: false);
    }
}
