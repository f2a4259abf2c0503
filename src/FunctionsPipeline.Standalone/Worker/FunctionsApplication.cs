using System.Reflection;
using FunctionsPipeline.Standalone.Hosting;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where a function app's <c>Program.cs</c> starts.</summary>
public class FunctionsApplication
{
    private FunctionsApplication()
    {
    }

    /// <summary>A builder for the functions of the entry assembly.</summary>
    /// <param name="args">Settings as <c>--Name value</c>; they win over all other sources.</param>
    /// <remarks>
    /// Whatever stops this app from starting is told in one sentence on the error stream, and the process ends with exit
    /// code 1. <see cref="FunctionsPipeline.Standalone.StandaloneHost"/> throws instead.
    /// </remarks>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        var entry = Assembly.GetEntryAssembly() ?? throw new InvalidOperationException("There is no entry assembly to look for functions in.");
        return StartFailure.ExitsProcess(() => new FunctionsApplicationBuilder(args, entry.GetName().Name!, entry.GetTypes, exitsProcess: true));
    }
}
