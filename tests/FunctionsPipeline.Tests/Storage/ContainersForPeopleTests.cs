using System.Collections.Concurrent;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Tests.Storage;

/// <summary>A fresh account shows people where to drop files, and no start waits for that.</summary>
public sealed class ContainersForPeopleTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task The_containers_are_there_soon_after_the_start()
    {
        var account = new Account();
        using var service = new ContainersForPeople(account, _time, NullLogger<ContainersForPeople>.Instance);

        await service.StartAsync(default);

        await service.ExecuteTask!;
        Assert.Equal([Containers.Articles, Containers.Settings], account.Created);
    }

    [Fact]
    public async Task Storage_that_is_away_delays_them_and_not_the_start()
    {
        var account = new Account { Failures = 4 };
        using var service = new ContainersForPeople(account, _time, NullLogger<ContainersForPeople>.Instance);

        await service.StartAsync(default);

        Assert.Empty(account.Created);
        await _time.PassAsync(service.ExecuteTask!);
        Assert.Equal([Containers.Articles, Containers.Settings], account.Created);
    }

    [Fact]
    public async Task A_right_that_is_missing_is_said_once_and_ends_nothing()
    {
        using var log = new RecordingLogger<ContainersForPeople>();
        using var service = new ContainersForPeople(new Account { Failures = int.MaxValue }, _time, log);

        await service.StartAsync(default);

        await _time.PassAsync(service.ExecuteTask!);
        Assert.Equal(2, log.Lines.Count);
        Assert.Contains("'articles' could not be created", log.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_storage()
    {
        using var service = new ContainersForPeople(
            new Account { Failures = int.MaxValue },
            _time,
            NullLogger<ContainersForPeople>.Instance
        );
        await service.StartAsync(default);
        await Eventually.TrueAsync(() => _time.Waiting > 0, "a pause");

        await service.StopAsync(default);

        Assert.True(service.ExecuteTask!.IsCompletedSuccessfully);
    }

    private sealed class Account : IContainerCreation
    {
        public int Failures { get; set; }

        public ConcurrentQueue<string> Created { get; } = new();

        public async Task EnsureAsync(string container, CancellationToken cancellationToken)
        {
            await Task.Yield();
            if (Failures-- > 0)
                throw new StorageException("Away.");
            Created.Enqueue(container);
        }
    }
}
