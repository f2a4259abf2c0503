using FunctionsPipeline.Standalone.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Collects services and settings, then builds a host that runs the app's functions.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder
{
    private readonly WebApplicationBuilder web;
    private readonly Func<IReadOnlyList<Type>> functionClasses;
    private readonly bool exitsProcess;
    private readonly StartPhase start = new();

    internal FunctionsApplicationBuilder(string[] args, string applicationName, Func<IReadOnlyList<Type>> functionClasses, bool exitsProcess)
    {
        this.functionClasses = functionClasses;
        this.exitsProcess = exitsProcess;
        web = WebHostSetup.CreateBuilder(args, applicationName, start);
    }

    public IConfigurationManager Configuration => web.Configuration;

    public IHostEnvironment Environment => web.Environment;

    public ILoggingBuilder Logging => web.Logging;

    public IMetricsBuilder Metrics => ((IHostApplicationBuilder)web).Metrics;

    public IServiceCollection Services => web.Services;

    IDictionary<object, object> IHostApplicationBuilder.Properties => ((IHostApplicationBuilder)web).Properties;

    internal bool WebIsConfigured { get; set; }

    void IHostApplicationBuilder.ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure)
        => ((IHostApplicationBuilder)web).ConfigureContainer(factory, configure);

    /// <summary>Finds the functions, checks every trigger, binding and setting, and wires what runs them.</summary>
    public IHost Build() => exitsProcess ? StartFailure.ExitsProcess(BuildHost) : BuildHost();

    private StandaloneApplication BuildHost()
        => new(StandaloneSetup.Build(web, functionClasses(), WebIsConfigured), start, exitsProcess);
}
