using FunctionsPipeline.LocalHost.Tests.Support;

namespace FunctionsPipeline.LocalHost.Tests;

public sealed class BlobTriggerTests : HostTest
{
    [Fact]
    public async Task Each_version_of_a_blob_runs_once_over_restarts()
    {
        await Account.DropAsync("before.md", "1");
        await using (var first = await StartAsync("OnBlob"))
        {
            await Probe.WaitForAsync("blob before.md 1");
            await Account.DropAsync("folder/during.md", "2");
            await Probe.WaitForAsync("blob folder/during.md 2");
            await Account.DropAsync("before.md", "3");
            await Probe.WaitForAsync("blob before.md 3");
            await first.StopAsync(CancellationToken.None);
        }

        await using var second = await StartAsync("OnBlob");
        await Account.DropAsync("after.md", "4");
        await Probe.WaitForAsync("blob after.md 4");
        Assert.Equal(["blob before.md 1", "blob folder/during.md 2", "blob before.md 3", "blob after.md 4"], Probe.Events);
    }
}
