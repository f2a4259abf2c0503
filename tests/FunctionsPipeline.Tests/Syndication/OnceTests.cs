using FunctionsPipeline.Storage;
using FunctionsPipeline.Syndication.Copies;
using FunctionsPipeline.Tests.Syndication.Bluesky;
using FunctionsPipeline.Tests.Syndication.DevTo;
using FunctionsPipeline.Tests.Syndication.Mastodon;
using FunctionsPipeline.Tests.Syndication.StandardWebhooks;
using FunctionsPipeline.Tests.Syndication.WebSub;
using FunctionsPipeline.Tests.Syndication.WordPress;

namespace FunctionsPipeline.Tests.Syndication;

/// <summary>Death at every step, at every target: one copy in the end, never two on the way.</summary>
public sealed class OnceTests
{
    /// <summary>More steps than any run has.</summary>
    private const int MaxSteps = 60;

    public static TheoryData<string> Targets => ["mastodon", "webhook", "websub", "bluesky", "devto", "wordpress"];

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Dying_before_any_storage_call_makes_one_copy(string target) =>
        Assert.InRange(
            await KillEverywhereAsync(target, (run, step) => run.Wire.Store.Before = run.Dies(step)),
            5,
            MaxSteps
        );

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Dying_after_any_storage_call_makes_one_copy(string target) =>
        Assert.InRange(
            await KillEverywhereAsync(target, (run, step) => run.Wire.Store.After = run.Dies(step)),
            5,
            MaxSteps
        );

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Losing_any_request_makes_one_copy(string target) =>
        Assert.InRange(
            await KillEverywhereAsync(target, (run, step) => run.Breaks(step, LoopbackServer.Fault.LosesTheRequest)),
            1,
            MaxSteps
        );

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Losing_any_answer_makes_one_copy(string target) =>
        Assert.InRange(
            await KillEverywhereAsync(target, (run, step) => run.Breaks(step, LoopbackServer.Fault.LosesTheAnswer)),
            1,
            MaxSteps
        );

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Losing_an_answer_and_dying_afterwards_makes_one_copy(string target) =>
        Assert.InRange(
            await KillEverywhereAsync(
                target,
                (run, step) =>
                {
                    run.Server.FaultAt = LoopbackServer.FirstPost(run.Server, LoopbackServer.Fault.LosesTheAnswer);
                    run.Wire.Store.After = run.Dies(step);
                }
            ),
            5,
            MaxSteps
        );

    /// <returns>How many steps there were to die at.</returns>
    private static async Task<int> KillEverywhereAsync(string target, Action<Run, int> arm)
    {
        for (var step = 1; ; step++)
        {
            await using var run = await Run.StartAsync(target);
            await run.Wire.BeginAsync();
            await run.Wire.PublishAsync(Wire.Article());
            arm(run, step);

            await run.Wire.SettleAsync();

            Assert.Equal(1, run.Remote.Copies);
            var copy = await run.Wire.CopyAsync();
            Assert.Equal(CopyRecordState.Carried, copy!.State);
            Assert.Single((await run.Wire.ReportAsync())!.Copies);
            if (!run.Fired)
                return step - 1;
        }
    }

    internal sealed class Run(Wire wire, LoopbackServer server, IRemote remote) : IAsyncDisposable
    {
        public Wire Wire => wire;

        public LoopbackServer Server => server;

        public IRemote Remote => remote;

        /// <summary>False: the run was over before the step was reached.</summary>
        public bool Fired { get; private set; }

        public static async Task<Run> StartAsync(string target)
        {
            var time = new ManualTimeProvider();
            IRemote remote = target switch
            {
                "mastodon" => new FakeMastodon(time),
                "webhook" => new FakeReceiver(time),
                "websub" => new FakeHub(),
                "bluesky" => new FakeBluesky(),
                "devto" => new FakeForem(),
                "wordpress" => new FakeWordPress(),
                _ => throw new ArgumentOutOfRangeException(nameof(target)),
            };
            var server = await LoopbackServer.StartAsync(remote.Answer);
            return new Run(new Wire(remote.Settings(server.Address), remote.Secret, time), server, remote);
        }

        /// <summary>The n-th storage call from now on ends the process.</summary>
        public Action<string, BlobPath> Dies(int step)
        {
            var calls = 0;
            return (_, _) =>
            {
                if (Interlocked.Increment(ref calls) != step)
                    return;
                Fired = true;
                throw new StorageException("Killed here.");
            };
        }

        /// <summary>The n-th request from now on meets the fault.</summary>
        public void Breaks(int step, LoopbackServer.Fault fault)
        {
            var before = server.All.Count;
            server.FaultAt = (n, _) =>
            {
                if (n - before != step)
                    return null;
                Fired = true;
                return fault;
            };
        }

        public async ValueTask DisposeAsync()
        {
            wire.Dispose();
            await server.DisposeAsync();
        }
    }
}
