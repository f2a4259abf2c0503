using FunctionsPipeline.Functions;
using FunctionsPipeline.Functions.Hosts;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(HostParts.Arguments(args));
builder.ConfigureFunctionsWebApplication();
builder.Services.AddPipeline();

// What only one of the two hosts has: Azurite, the local site and the demo here, telemetry in Azure.
await HostParts.AddAsync(builder, args);

await builder.Build().RunAsync();
