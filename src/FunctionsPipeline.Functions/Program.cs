using FunctionsPipeline.Functions;
using FunctionsPipeline.Functions.Operations;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<StorageCheckMiddleware>();
builder.Services.AddPipeline().AddDevelopmentDefaults(builder.Environment);
builder.AddTelemetryExport();

var problems = AppSettingsCheck.Problems(builder.Configuration, builder.Environment.IsDevelopment());
if (problems.Count > 0)
    return await AppSettingsCheck.RefuseAsync(problems);
try
{
    await builder.Build().RunAsync();
    return 0;
}
catch (OptionsValidationException invalid)
{
    return await AppSettingsCheck.RefuseAsync([.. invalid.Failures]);
}
