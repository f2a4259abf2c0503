using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddSingleton(services =>
    new BlobServiceClient(services.GetRequiredService<IConfiguration>()["AzureWebJobsStorage"]).GetBlobContainerClient("handled"));
builder.Build().Run();
