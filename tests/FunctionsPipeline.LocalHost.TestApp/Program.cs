using FunctionsPipeline.LocalHost.TestApp;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

if (Environment.GetEnvironmentVariable("AtStart") is { Length: > 0 } misbehaviour)
    return await FakeWorker.RunAsync(misbehaviour, args);

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddSingleton<Probe>();
await builder.Build().RunAsync();
return 0;
