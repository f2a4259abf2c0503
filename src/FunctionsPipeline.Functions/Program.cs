using FunctionsPipeline.Functions;
using FunctionsPipeline.Functions.Hosts;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(HostParts.Arguments(args));
builder.ConfigureFunctionsWebApplication();
builder.Services.AddPipeline();

// What only one of the two hosts has: Azurite, the local site and the demo here, telemetry in Azure.
await HostParts.AddAsync(builder, args);

var development = builder.Environment.IsDevelopment();
string[] problems = [.. AppSettingsCheck.Problems(builder.Configuration, development), .. HostParts.Problems(builder.Configuration, development)];
if (problems.Length > 0)
{
    await Console.Error.WriteLineAsync(AppSettingsCheck.Message(problems));
    return 1;
}
await builder.Build().RunAsync();
return Environment.ExitCode;
