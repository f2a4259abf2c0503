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
    private readonly WebApplicationBuilder _web;
    private readonly Func<IReadOnlyList<Type>> _functionClasses;
    private readonly bool _exitsProcess;
    private readonly StartPhase _start = new();

    internal FunctionsApplicationBuilder(string[] args, string applicationName, Func<IReadOnlyList<Type>> functionClasses, bool exitsProcess)
    {
        _functionClasses = functionClasses;
        _exitsProcess = exitsProcess;
        _web = WebHostSetup.CreateBuilder(args, applicationName, _start);
    }

    public IConfigurationManager Configuration => _web.Configuration;

    public IHostEnvironment Environment => _web.Environment;

    public ILoggingBuilder Logging => _web.Logging;

    public IMetricsBuilder Metrics => ((IHostApplicationBuilder)_web).Metrics;

    public IServiceCollection Services => _web.Services;

    IDictionary<object, object> IHostApplicationBuilder.Properties => ((IHostApplicationBuilder)_web).Properties;

    internal bool WebIsConfigured { get; set; }

    void IHostApplicationBuilder.ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure)
        => ((IHostApplicationBuilder)_web).ConfigureContainer(factory, configure);

    /// <summary>Finds the functions, checks every trigger, binding and setting, and wires what runs them.</summary>
    public IHost Build() => _exitsProcess ? StartFailure.ExitsProcess(BuildHost) : BuildHost();

    private StandaloneApplication BuildHost()
        => new(StandaloneSetup.Build(_web, _functionClasses(), WebIsConfigured), _start, _exitsProcess);
}
