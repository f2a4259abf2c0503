using Azure.Storage.Blobs;
using FunctionsPipeline.Standalone.Tests.Support;

namespace FunctionsPipeline.Standalone.Tests;

/// <summary>How the host starts and ends as a process.</summary>
public sealed class ProcessTests : StorageTest
{
    [Fact]
    public async Task A_port_in_use_is_told_in_a_sentence_and_ends_the_process_with_1()
    {
        await using var first = AppProcess.Start(Account);
        await first.WaitForOutputAsync("Application started");
        await using var second = AppProcess.Start(Account, first.Port);
        Assert.Equal(1, await second.WaitForExitAsync());
        Assert.Contains($"http://127.0.0.1:{first.Port} is in use by another process", second.Output);
        Assert.DoesNotContain("   at ", second.Output);
    }

    [Fact]
    public async Task A_wrong_setting_is_told_in_a_sentence_and_ends_the_process_with_1()
    {
        await using var app = AppProcess.Start(Account, null, "--AzureWebJobsStorage=nonsense");
        Assert.Equal(1, await app.WaitForExitAsync());
        Assert.StartsWith("The functions cannot start:", app.Output);
        Assert.DoesNotContain("   at ", app.Output);
    }

    [Fact]
    public async Task SIGTERM_lets_running_functions_finish_and_ends_the_process_with_0()
    {
        await new BlobContainerClient(Account.ConnectionString, "handled").CreateAsync();
        await using var app = AppProcess.Start(Account);
        await app.WaitForOutputAsync("Executed RecordTick (succeeded");
        app.Terminate();
        Assert.Equal(0, await app.WaitForExitAsync());
        Assert.DoesNotContain("(cancelled", app.Output);
        Assert.DoesNotContain("(failed", app.Output);
    }

    [Fact]
    public async Task Storage_that_is_away_is_tried_again_while_http_answers()
    {
        // Port 9 (discard): nobody listens there.
        var away = new TestAccount(
            "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;" +
            "BlobEndpoint=http://127.0.0.1:9/devstoreaccount1;QueueEndpoint=http://127.0.0.1:9/devstoreaccount1");
        await using var app = AppProcess.Start(away);
        await app.WaitForOutputAsync("storage cannot be reached: Connection refused");
        using var http = new HttpClient();
        Assert.Equal("pong", await http.GetStringAsync($"http://127.0.0.1:{app.Port}/api/ping"));
        Assert.Contains("Running", await http.GetStringAsync($"http://127.0.0.1:{app.Port}/admin/host/status"));
        Assert.Contains("Trying again in", app.Output);
        app.Terminate();
        Assert.Equal(0, await app.WaitForExitAsync());
    }
}
