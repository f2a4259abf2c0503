using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Tests.Settings;

public sealed class RefreshedValueTests
{
    private readonly RefreshedValue<string> _value = new();
    private int _readings;

    [Fact]
    public async Task A_fresh_value_is_not_read_again()
    {
        Assert.Equal("1", await GetAsync(isFresh: true));
        Assert.Equal("1", await GetAsync(isFresh: true));
        Assert.Equal("2", await GetAsync(isFresh: false));
    }

    /// <summary>Settings that took for ever to judge once held up every function, unsubscribing included.</summary>
    [Fact]
    public async Task A_reading_that_hangs_holds_up_only_the_caller_that_began_it()
    {
        await GetAsync(isFresh: true);
        var never = new TaskCompletionSource<string>();
        var hanging = _value.GetAsync(_ => false, (_, _) => never.Task, default);

        Assert.Equal("1", await GetAsync(isFresh: false));
        Assert.False(hanging.IsCompleted);

        never.SetResult("late");
        Assert.Equal("late", await hanging);
        Assert.Equal("late", await GetAsync(isFresh: true));
    }

    [Fact]
    public async Task All_callers_wait_for_the_first_value()
    {
        var first = new TaskCompletionSource<string>();
        var callers = Enumerable
            .Range(0, 5)
            .Select(_ => _value.GetAsync(_ => true, (_, _) => first.Task, default).AsTask())
            .ToList();

        first.SetResult("first");

        Assert.All(await Task.WhenAll(callers), value => Assert.Equal("first", value));
    }

    [Fact]
    public async Task A_caller_that_gives_up_ends_its_waiting_and_not_the_reading()
    {
        var slow = new TaskCompletionSource<string>();
        using var gaveUp = new CancellationTokenSource();
        var caller = _value.GetAsync(_ => true, (_, _) => slow.Task, gaveUp.Token).AsTask();

        await gaveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => caller);
        var next = _value.GetAsync(_ => true, (_, _) => Task.FromResult("another"), default);
        slow.SetResult("slow");

        Assert.Equal("slow", await next);
    }

    [Fact]
    public async Task A_reading_that_failed_is_made_again()
    {
        await Assert.ThrowsAsync<IOException>(() =>
            _value.GetAsync(_ => true, (_, _) => throw new IOException("away"), default).AsTask()
        );

        Assert.Equal("1", await GetAsync(isFresh: true));
    }

    private ValueTask<string> GetAsync(bool isFresh) =>
        _value.GetAsync(_ => isFresh, (_, _) => Task.FromResult($"{++_readings}"), default);
}
