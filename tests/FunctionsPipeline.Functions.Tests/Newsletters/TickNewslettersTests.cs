using FunctionsPipeline.Functions.Newsletters;
using FunctionsPipeline.Newsletters.Planning;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Welcome;
using FunctionsPipeline.Storage;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Tests.Newsletters;

public sealed class TickNewslettersTests
{
    [Theory]
    [InlineData(false, new[] { "fp.tick" })]
    [InlineData(true, new string[0])]
    public async Task A_tick_is_told_only_when_all_of_it_was_done(bool fails, string[] told)
    {
        using var watch = new OperationalEventsWatch();
        using var log = new RecordingLogger<TickNewsletters>();
        var function = new TickNewsletters(new Nothing(), new Planning(fails), new NoWelcome(), log);

        var failure = await Record.ExceptionAsync(() => function.RunAsync(new TimerInfo(), default));

        Assert.Equal(fails, failure is StorageException);
        Assert.Equal(told, log.Lines);
        Assert.Equal(told.Length, watch.Counts.Count);
    }

    private sealed class Planning(bool fails) : INewsletterPlanning
    {
        public Task TickAsync(CancellationToken cancellationToken) =>
            fails ? throw new StorageException("Not now.") : Task.CompletedTask;
    }

    private sealed class NoWelcome : IWelcomeSeries
    {
        public Task TickAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Nothing : ISendingSweep
    {
        public Task RunAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
