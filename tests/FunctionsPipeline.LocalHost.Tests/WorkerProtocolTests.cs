using FunctionsPipeline.LocalHost.Tests.Support;

namespace FunctionsPipeline.LocalHost.Tests;

/// <summary>Workers that misbehave: the test app's fake one speaks the protocol as each test wants it.</summary>
public sealed class WorkerProtocolTests : HostTest
{
    [Theory]
    [InlineData("refuse", "Setting Color is 'loud', but must be a color.")]
    [InlineData("exit", "exit code 3 before it connected")]
    [InlineData("hang", "did not connect within")]
    [InlineData("silent", "had not loaded its functions after")]
    [InlineData("wrong id", "before it connected")]
    [InlineData("no init", "could not initialize: the fake worker does not want to")]
    [InlineData("no load", "could not load function 'OnMessage': the fake worker does not want to")]
    [InlineData("unknown trigger", "'OnMessage' has the trigger 'cosmosDBTrigger'")]
    [InlineData("unknown output", "'OnMessage' has the binding '$return' of type table")]
    public async Task A_worker_that_does_not_come_up_ends_the_start_with_the_reason(string misbehaviour, string reason)
    {
        var patience = TimeSpan.FromSeconds(misbehaviour is "hang" or "silent" ? 5 : 60);
        var options = Fake(misbehaviour) with { WorkerStartTimeout = patience };
        var failure = await Assert.ThrowsAsync<LocalHostException>(() => StartAsync(options));
        Assert.Contains(reason, failure.Message);
    }

    [Fact]
    public async Task A_worker_that_answers_twice_is_believed_the_first_time()
    {
        await using var host = await StartAsync(Fake("twice"));
        var queue = Account.NamedQueue("fake");
        await queue.CreateIfNotExistsAsync();
        await queue.SendMessageAsync("one");
        await queue.SendMessageAsync("two");
        await Probe.WaitForAsync(
            () =>
                Probe.Logs.Count(line =>
                    line.Contains("Executed 'Functions.OnMessage' (Succeeded", StringComparison.Ordinal)
                ) == 2,
            "both runs"
        );
        await host.StopAsync(CancellationToken.None);
        Assert.False(await Account.NamedQueue("fake-poison").ExistsAsync());
    }

    [Fact]
    public async Task A_worker_that_does_not_come_up_again_ends_the_host_after_some_tries()
    {
        using var app = CopiedApp.With("unused.txt", "");
        await using var host = await StartAsync(Options("Ping") with { AppFolder = app.Folder });
        var dll = Path.Combine(app.Folder, "FunctionsPipeline.LocalHost.TestApp.dll");
        File.Move(dll, dll + ".away");
        System.Diagnostics.Process.GetProcessById(host.WorkerProcessId!.Value).Kill();
        var failure = await Assert.ThrowsAsync<LocalHostException>(() =>
            host.Completion.WaitAsync(TimeSpan.FromMinutes(2))
        );
        Assert.Contains("exit code", failure.Message);
    }

    private LocalHostOptions Fake(string misbehaviour) => Options("OnMessage").With(("AtStart", misbehaviour));
}
