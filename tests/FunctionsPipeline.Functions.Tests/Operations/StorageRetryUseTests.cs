using System.Reflection;
using System.Text.Json;
using FunctionsPipeline.Functions.Newsletters;
using FunctionsPipeline.Newsletters.Sending.Accounting;
using FunctionsPipeline.Newsletters.Sending.Requests;
using FunctionsPipeline.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Functions.Tests.Operations;

/// <summary>No blob or queue function may leave a storage fault to the host alone, which gives up within minutes.</summary>
public sealed class StorageRetryUseTests
{
    public static TheoryData<Type> FunctionsWithMessages =>
        [.. typeof(PipelineServices).Assembly.GetTypes().Where(HasMessages)];

    [Theory]
    [MemberData(nameof(FunctionsWithMessages))]
    public void A_blob_or_queue_function_takes_the_retry(Type functionClass) =>
        Assert.Contains(
            functionClass.GetConstructors().Single().GetParameters(),
            p => p.ParameterType == typeof(StorageRetry)
        );

    [Fact]
    public void An_invocation_ends_before_the_host_ends_the_worker()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryRoot.Find(), "host.json")));
        var timeout = TimeSpan.Parse(
            host.RootElement.GetProperty("functionTimeout").GetString()!,
            System.Globalization.CultureInfo.InvariantCulture
        );

        Assert.True(StorageRetry.RetryFor < StorageRetry.EndBy);
        Assert.InRange(timeout - StorageRetry.EndBy, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task An_outage_of_storage_uses_up_no_try_of_the_host(int minutes)
    {
        var time = new ManualTimeProvider();
        var work = new AwayUntil(time, time.GetUtcNow().AddMinutes(minutes));
        var retry = new StorageRetry(time, NullLogger<StorageRetry>.Instance);

        await time.PassAsync(new FoldEvents(work, retry).RunAsync("fold", default), standing: 1);
        await time.PassAsync(new StageRequest(work, retry).RunAsync("stage", default), standing: 1);

        Assert.Equal(["fold", "stage"], work.Done);
    }

    private static bool HasMessages(Type type) =>
        type.GetMethods()
            .SelectMany(m => m.GetParameters())
            .Any(p =>
                p.GetCustomAttribute<QueueTriggerAttribute>() is not null
                || p.GetCustomAttribute<BlobTriggerAttribute>() is not null
            );

    private sealed class AwayUntil(TimeProvider time, DateTimeOffset back) : IRequestStager, IEventFold
    {
        public List<string> Done { get; } = [];

        public Task StageAsync(string message, CancellationToken cancellationToken) => WorkAsync(message);

        public Task FoldAsync(string message, CancellationToken cancellationToken) => WorkAsync(message);

        private async Task WorkAsync(string message)
        {
            await Task.Yield();
            if (time.GetUtcNow() < back)
                throw new StorageException("Away.");
            Done.Add(message);
        }
    }
}
