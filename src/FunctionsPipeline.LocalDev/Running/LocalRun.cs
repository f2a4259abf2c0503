using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Desk.Access;
using FunctionsPipeline.LocalDev.Demo;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.SendGrid;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.LocalDev.Running;

/// <summary>
/// The main job of this program: starts the pipeline, plays the demo if asked to, and serves until it is told to stop.
/// </summary>
internal static class LocalRun
{
    /// <returns>The exit code: 1 if the demo did not end as expected, or if the host stopped by itself.</returns>
    public static async Task<int> RunAsync(LocalOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        await using var pipeline = await LocalPipeline.StartAsync(options, cancellationToken);
        if (options.Demo is { } demo)
        {
            var succeeded = await PlayAsync(pipeline, output, cancellationToken);
            if (demo.Exit)
                return succeeded ? 0 : 1;
        }
        else
        {
            Signposts.Print(pipeline, output);
        }
        await output.WriteLineAsync("It keeps serving until you press Ctrl+C.");
        await pipeline.Host.Completion.WaitAsync(cancellationToken);
        return 1;
    }

    private static async Task<bool> PlayAsync(
        LocalPipeline pipeline,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        var storage = StorageClients.From(pipeline.Storage);
        var mail = pipeline.Mail!;
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(
                new ConfigurationBuilder()
                    .AddInMemoryCollection(
                        new Dictionary<string, string?>(StringComparer.Ordinal)
                        {
                            [AzureStorageServices.Connection] = pipeline.Storage,
                            ["SendGrid:ApiKey"] = LocalPipeline.ApiKey,
                            ["SendGrid:BaseUrl"] = mail.Address.AbsoluteUri,
                        }
                    )
                    .Build()
            )
            .AddSingleton<TimeProvider>(mail.Clock)
            .AddAzureStorage()
            .AddSendGridMail()
            .AddPipelineDomain()
            .BuildServiceProvider();
        using var stage = new DemoStage(
            pipeline.Host.Address,
            storage.Blobs,
            mail,
            DemoClock.Due(pipeline.Options.Clock!),
            services.GetRequiredService<IBlobStore>(),
            services.GetRequiredService<ISendingReader>(),
            services.GetRequiredService<IAudience>(),
            services.GetRequiredService<SignInLinks>()
        );
        return await new DemoRun(stage, output).RunAsync(cancellationToken);
    }
}
