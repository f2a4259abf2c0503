using System.Net;
using FunctionsPipeline.LocalDev.Azurite;
using FunctionsPipeline.LocalHost.Tests.Support;

namespace FunctionsPipeline.LocalHost.Tests;

/// <summary>The host as a program: signals, exit codes, deaths.</summary>
public sealed class ProcessTests : HostTest
{
    [Fact]
    public async Task SIGTERM_lets_running_functions_finish_and_ends_with_0()
    {
        var mayGoOn = new TaskCompletionSource();
        Probe.Behaviour = async (_, token) =>
        {
            await mayGoOn.Task.WaitAsync(token);
            return "";
        };
        await using var host = HostProcess.Start(TestApp.Settings(Account, Probe, "OnMessage", "Ping"));
        await host.WaitForStartAsync();
        var worker = await host.WorkerAsync(Http);
        await Account.SendAsync("one");
        await Probe.WaitForAsync("message one");
        host.Terminate();
        await Eventually.TrueAsync(
            async () =>
                (await Http.GetAsync(new Uri(host.Address, "api/ping"))).StatusCode
                == HttpStatusCode.ServiceUnavailable,
            "503"
        );
        mayGoOn.SetResult();
        Assert.Equal(0, await host.WaitForExitAsync());
        Assert.Contains("Executed 'Functions.OnMessage' (Succeeded", host.Output);
        Assert.False(HostProcess.IsAlive(worker), "The worker outlived its host.");
        Assert.DoesNotContain("error: ", host.Output);
    }

    [Fact]
    public async Task A_function_that_outlives_the_drain_gives_its_message_back_at_once()
    {
        Probe.Behaviour = (_, _) => Task.FromResult("ignore");
        var settings = TestApp.Settings(Account, Probe, "OnMessage");
        settings["LocalHost__DrainTimeout"] = "00:00:01";
        await using var host = HostProcess.Start(settings);
        await Account.SendAsync("long");
        await Probe.WaitForAsync("message long");
        host.Terminate();
        Assert.Equal(0, await host.WaitForExitAsync());
        Assert.Equal(["long"], await TestAccount.WaitForMessagesAsync(Account.Queue(), 1));
    }

    [Fact]
    public async Task A_killed_host_leaves_no_worker_behind()
    {
        await using var host = HostProcess.Start(TestApp.Settings(Account, Probe, "Ping"));
        await host.WaitForStartAsync();
        var worker = await host.WorkerAsync(Http);
        Assert.True(HostProcess.IsAlive(worker));
        host.Kill();
        await Eventually.TrueAsync(() => !HostProcess.IsAlive(worker), "the worker to end");
    }

    [Fact]
    public async Task A_port_in_use_is_reported_in_a_sentence_and_ends_with_1()
    {
        await using var first = await StartAsync("Ping");
        await using var second = HostProcess.Start(TestApp.Settings(Account, Probe, "Ping"), first.Address.Port);
        Assert.Equal(1, await second.WaitForExitAsync());
        Assert.Contains($"error: {first.Address} is in use by another process", second.Output);
        Assert.DoesNotContain("   at ", second.Output);
    }

    [Fact]
    public async Task A_worker_that_refuses_its_settings_ends_the_host_with_its_words()
    {
        var settings = TestApp.Settings(Account, Probe, "Ping");
        settings["AtStart"] = "refuse";
        await using var host = HostProcess.Start(settings);
        Assert.Equal(1, await host.WaitForExitAsync());
        Assert.Contains("Setting Color is 'loud', but must be a color.", host.Output);
    }

    [Fact]
    public async Task Wrong_arguments_are_explained()
    {
        await using var host = HostProcess.Start(TestApp.Settings(Account, Probe, "Ping"), null, "stray");
        Assert.Equal(1, await host.WaitForExitAsync());
        Assert.Contains("'stray' is not understood", host.Output);
    }

    [Fact]
    [Trait("Category", "Journey")]
    public async Task Storage_that_is_away_is_tried_again_while_http_answers_and_nothing_is_lost()
    {
        var (blobPort, queuePort) = (FreePort.Find(), FreePort.Find());
        using var data = new TemporaryFolder();
        var azurite = new AzuriteOptions
        {
            BlobPort = blobPort,
            QueuePort = queuePort,
            DataFolder = data.Path,
        };
        Task<AzuriteServer> StartStorageAsync() => AzuriteServer.StartAsync(azurite, null, CancellationToken.None);
        var account = new TestAccount(AzuriteConnection.For(blobPort, queuePort));

        // Storage is away at the start already.
        await using var host = await StartAsync(
            TestApp.Options(account, Probe, "OnBlob", "OnMessage", "OnSecond", "Ping")
        );
        Assert.Equal("pong", await Http.GetStringAsync(new Uri(host.Address, "api/ping")));
        await using (await StartStorageAsync())
        {
            await account.DropAsync("1.md");
            await account.SendAsync("1");
            await Probe.WaitForAsync("blob 1.md text");
            await Probe.WaitForAsync("message 1");
            await Probe.WaitForAsync("tick ends");
        }

        await Task.Delay(TimeSpan.FromSeconds(20));
        Assert.Equal("pong", await Http.GetStringAsync(new Uri(host.Address, "api/ping")));
        Assert.False(host.Completion.IsCompleted);
        var ticks = Probe.Count("tick ends");
        await using (await StartStorageAsync())
        {
            await account.DropAsync("2.md");
            await account.SendAsync("2");
            await Probe.WaitForAsync("blob 2.md text");
            await Probe.WaitForAsync("message 2");
            await Probe.WaitForAsync(() => Probe.Count("tick ends") > ticks, "the next tick");
        }

        // One sentence a loop and outage, and no page of headers. A function that was cut short may say more: "Error
        // Function.OnSecond: ...".
        var complaints = Probe
            .Logs.Where(line =>
                line.StartsWith("Warning", StringComparison.Ordinal)
                || line.StartsWith("Error", StringComparison.Ordinal)
            )
            .Where(line => !line.Split(' ')[1].StartsWith("Function.", StringComparison.Ordinal))
            .ToList();
        Assert.All(complaints, line => Assert.DoesNotContain("\n", line.Trim()));
        Assert.InRange(complaints.Count, 1, 20);
    }
}
