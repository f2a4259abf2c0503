using System.Text;
using FunctionsPipeline.Functions.Subscribers;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Import;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Functions.Tests.Subscribers;

/// <summary>No invocation may take ten minutes; an import may take longer.</summary>
public sealed class RunImportTests
{
    private const int Rows = 500;

    [Fact]
    public async Task An_import_goes_on_with_a_new_message_before_the_host_would_end_it()
    {
        var time = new ManualTimeProvider();
        var blobs = new InMemoryBlobStore(time);
        var queue = new InMemoryMessageQueue();
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder()
                .AddInMemoryCollection([new("AzureWebJobsStorage", "UseDevelopmentStorage=true")])
                .Build()
        );
        services.AddSingleton<TimeProvider>(time);
        services.AddPipeline();
        services.AddSingleton<IBlobStore>(blobs).AddSingleton<IMessageQueue>(queue);
        await using var provider = services.BuildServiceProvider();
        var imports = provider.GetRequiredService<Imports>();
        var function = ActivatorUtilities.CreateInstance<ImportSubscribers>(provider);
        var csv = "email\n" + string.Concat(Enumerable.Range(0, Rows).Select(i => $"reader{i}@example.org\n"));
        var id = await imports.AcceptAsync(new MemoryStream(Encoding.UTF8.GetBytes(csv)), Express, default);
        await imports.EnqueueAsync(id, default);
        var written = 0;
        blobs.After = (operation, path) =>
        {
            if (
                operation == nameof(IBlobStore.WriteAsync)
                && path.Name.StartsWith("shards/", StringComparison.Ordinal)
                && Interlocked.Increment(ref written) == 30
            )
                time.Advance(TimeSpan.FromMinutes(8));
        };

        await function.RunAsync(queue.Sent[0].Message, default);

        Assert.Equal(2, queue.Sent.Count);
        Assert.NotEqual(ImportState.Done, (await imports.ProgressAsync(id, default))!.State);
        blobs.After = null;
        await function.RunAsync(queue.Sent[1].Message, default);
        var progress = (await imports.ProgressAsync(id, default))!;
        Assert.Equal((ImportState.Done, (long)Rows), (progress.State, progress.Imported));
    }

    private static ImportRequest Express =>
        new()
        {
            Newsletters = ["newsletter"],
            Basis = ImportRequest.BasisOf("express"),
            ConsentedAt = ImportRequest.DateOf("2025-01-31"),
            Statement = "paper",
        };
}
