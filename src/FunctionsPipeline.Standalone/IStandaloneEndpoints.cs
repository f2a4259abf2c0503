using Microsoft.AspNetCore.Builder;

namespace FunctionsPipeline.Standalone;

/// <summary>
/// Adds middleware and endpoints of the app's own to the process, beside its HTTP functions: for what a laptop needs (a
/// static site, an inbox) and Azure serves by other means. Register implementations as services; they are called once,
/// in order of registration, before the functions' routes are mapped.
/// </summary>
public interface IStandaloneEndpoints
{
    void Configure(WebApplication app);
}
