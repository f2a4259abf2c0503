using FunctionsPipeline.Housekeeping;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Telemetry;

/// <summary>What the alerts wait for is said where it happens, once in the log and once on the meter.</summary>
public sealed class OperationalEventsTests
{
    [Fact]
    public async Task A_mistake_of_ours_is_told_without_the_files_name()
    {
        using var watch = new OperationalEventsWatch();
        var room = new FunctionsPipeline.Tests.Publishing.Newsroom();
        await room.PutAsync("jane-doe.md", "# Hello\n\nWorld.");
        room.Faults.Before = (_, path) => Break(path, new InvalidOperationException("A bug."));

        await Assert.ThrowsAsync<InvalidOperationException>(() => room.Publisher.PublishAsync("jane-doe.md", default));

        var line = Assert.Single(room.Log.Lines);
        Assert.StartsWith("fp.render.failed ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("jane", line, StringComparison.Ordinal);
        Assert.Equal(["fp.render.failed 1"], watch.Counts);
    }

    [Fact]
    public async Task A_passing_fault_of_storage_is_left_to_the_next_try()
    {
        using var watch = new OperationalEventsWatch();
        var room = new FunctionsPipeline.Tests.Publishing.Newsroom();
        await room.PutAsync("hello.md", "# Hello\n\nWorld.");
        room.Faults.Before = (_, path) => Break(path, new StorageException("Not now."));

        await Assert.ThrowsAsync<StorageException>(() => room.Publisher.PublishAsync("hello.md", default));

        Assert.Empty(watch.Counts);
    }

    [Theory]
    [InlineData(AlertKind.Halted, null, "all")]
    [InlineData(AlertKind.Uncertain, "weekly-20260310t1500z", "weekly-20260310t1500z")]
    public async Task What_needs_a_person_is_told_by_kind_and_issue(AlertKind kind, string? issue, string told)
    {
        using var watch = new OperationalEventsWatch();
        using var room = new FunctionsPipeline.Testing.Newsroom();

        await room.Notices.NeedsPersonAsync(
            new IssueAlert(kind, issue is null ? null : IssueId.Parse(issue), "Detail."),
            default
        );

        Assert.Contains($"fp.issue.needs_person {kind} {told}", room.Log.Lines);
        Assert.Equal([$"fp.issue.needs_person 1 kind={kind}"], watch.Counts);
    }

    [Fact]
    public async Task Each_poison_queue_that_holds_messages_is_told_in_each_round()
    {
        using var watch = new OperationalEventsWatch();
        var queues = new InMemoryMessageQueue();
        using var log = new RecordingLogger<PoisonWatch>();
        var task = new PoisonWatch(new PoisonQueues(queues), log);
        await task.RunAsync(default);
        Assert.Empty(log.Lines);
        foreach (var queue in new[] { "requests-poison", "requests-poison", "webjobs-blobtrigger-poison", "requests" })
            await queues.SendAsync(queue, "{}", TimeSpan.Zero, default);

        await task.RunAsync(default);
        await task.RunAsync(default);

        string[] round = ["fp.poison requests-poison 2", "fp.poison webjobs-blobtrigger-poison 1"];
        Assert.Equal([.. round, .. round], log.Lines);
        Assert.Equal(
            ["fp.poison 2 queue=requests-poison", "fp.poison 1 queue=webjobs-blobtrigger-poison"],
            watch.Counts.Take(2)
        );
    }

    private static void Break(BlobPath path, Exception fault)
    {
        if (path.Container == Containers.Web)
            throw fault;
    }
}
