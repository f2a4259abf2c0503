using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FunctionsPipeline.Standalone.Tests.Support;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Standalone.Tests;

public sealed class BlobTriggerTests : StorageTest
{
    [Fact]
    public async Task Each_version_of_a_blob_fires_once_over_restarts()
    {
        await Account.DropAsync("before.md");
        await using (await StartAsync())
        {
            await Probe.WaitForAsync("before.md");
            await Account.DropAsync("year/month/during.md");
            await Probe.WaitForAsync("year/month/during.md");
        }

        await using (await StartAsync())
        {
            await Account.DropAsync("after.md");
            await Probe.WaitForAsync("after.md");
            await Account.DropAsync("before.md", "new text");
            await Probe.WaitForAsync(4);
        }

        Assert.Equal(["before.md", "year/month/during.md", "after.md", "before.md"], Probe.Events);
    }

    [Fact]
    public async Task A_blob_that_fails_five_times_is_reported_to_the_poison_queue()
    {
        Probe.Behaviour = (name, _) => name == "bad.md" ? throw new InvalidOperationException("no") : Task.CompletedTask;
        await Account.DropAsync("bad.md");
        await Account.DropAsync("good.md");
        await using (await StartAsync())
        {
            var poison = await PoisonAsync();
            Assert.Equal("Host.Functions.Blob", poison.GetProperty("FunctionId").GetString());
            Assert.Equal("BlockBlob", poison.GetProperty("BlobType").GetString());
            Assert.Equal(Account.ContainerName, poison.GetProperty("ContainerName").GetString());
            Assert.Equal("bad.md", poison.GetProperty("BlobName").GetString());
            var properties = await Account.Container.GetBlobClient("bad.md").GetPropertiesAsync();
            Assert.Equal(properties.Value.ETag.ToString("H"), poison.GetProperty("ETag").GetString());
        }

        Assert.Equal(5, Probe.Events.Count(name => name == "bad.md"));
        Assert.Single(Probe.Events, "good.md");
    }

    [Fact]
    public async Task A_blob_that_is_gone_or_changed_before_its_turn_is_dropped_and_the_new_version_fires()
    {
        var release = new TaskCompletionSource();
        Probe.Behaviour = (_, _) => release.Task;
        string[] names = ["1.md", "2.md", "3.md"];
        foreach (var name in names)
            await Account.DropAsync(name);
        await using var host = await StartAsync(
            "--AzureFunctionsJobHost:extensions:blobs:maxDegreeOfParallelism=1", "--Standalone:BlobCheckAfter=00:00:00");
        // One runs, whichever came first; the others wait for their turn.
        await Probe.WaitForAsync(1);
        var running = Probe.Events[0];
        var waiting = names.Where(name => name != running).ToArray();
        await Account.Container.GetBlobClient(waiting[0]).DeleteAsync();
        await Account.DropAsync(waiting[1], "new text");
        await Probe.WaitForLogAsync("1 new or changed blobs found");
        release.SetResult();
        await Probe.WaitForAsync(() => Probe.Logs.Count(line => line.Contains("was gone or changed")) == 2, "two dropped blobs");
        await Probe.WaitForAsync(waiting[1]);
        Assert.Equal([running, waiting[1]], Probe.Events);
    }

    [Fact]
    public async Task Content_binds_as_stream_and_as_text_and_tokens_by_name()
    {
        await Account.DropAsync("docs/2026/report.final.md", "What it says");
        await using var host = await RunningHost.StartAsync(Account, Probe, [typeof(ContentFunctions)]);
        await Probe.WaitForAsync(2);
        Assert.Equal(
            ["stream: What it says", "text: docs/2026 report.final md What it says"], Probe.Events.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Names_that_would_not_do_as_a_part_of_a_receipts_name_fire_once_too()
    {
        string[] names = ["with space.md", "été?.md", "%2e%2e", "a//b", "~tilde", new('x', 900)];
        foreach (var name in names)
            await Account.DropAsync(name);
        await using (await StartAsync())
            await Probe.WaitForAsync(names.Length);
        await using (await StartAsync())
        {
            await Account.DropAsync("last");
            await Probe.WaitForAsync("last");
        }

        Assert.Equal(names.Append("last").Order(StringComparer.Ordinal), Probe.Events.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Receipts_of_versions_that_are_gone_are_forgotten()
    {
        await Account.DropAsync("kept.md");
        await Account.DropAsync("changed.md");
        await Account.DropAsync("deleted.md");
        await using var host = await StartAsync();
        await Probe.WaitForAsync(3);
        await Account.DropAsync("changed.md", "new text");
        await Account.Container.GetBlobClient("deleted.md").DeleteAsync();
        await Probe.WaitForAsync(4);
        await Eventually.TrueAsync(
            async () =>
            {
                var receipts = new List<string>();
                await foreach (var receipt in Account.HostContainer.GetBlobsAsync(new GetBlobsOptions { Prefix = $"blobreceipts/{Account.HostId}/" }))
                    receipts.Add(receipt.Name.Split('/')[^1]);
                return receipts.Order().SequenceEqual(["changed.md", "kept.md"]);
            },
            "two receipts");
    }

    [Fact]
    public async Task Many_blobs_share_messages_and_two_hosts_share_the_blobs()
    {
        const int Count = 150;
        var both = new Probe[] { new(), new() };
        // Nobody gets on before both have something: the one that starts first leaves the rest in the queue.
        var shared = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var each in both)
        {
            each.Behaviour = (_, cancellationToken) =>
            {
                if (both.All(probe => probe.Events.Count > 0))
                    shared.TrySetResult();
                return shared.Task.WaitAsync(cancellationToken);
            };
        }
        await Parallel.ForEachAsync(Enumerable.Range(0, Count), async (at, _) => await Account.DropAsync($"{at}.md"));
        string[] settings = ["--AzureFunctionsJobHost:extensions:blobs:maxDegreeOfParallelism=4"];
        await using var one = await RunningHost.StartAsync(Account, both[0], [typeof(BlobFunctions)], settings);
        await using var two = await RunningHost.StartAsync(Account, both[1], [typeof(BlobFunctions)], settings);
        await Eventually.TrueAsync(() => both.Sum(each => each.Events.Count) >= Count, "all blobs");
        Assert.Equal(Count, both.SelectMany(each => each.Events).Distinct().Count());
        Assert.Equal(Count, both.Sum(each => each.Events.Count));
        Assert.All(both, each => Assert.NotEmpty(each.Events));
    }

    [Fact]
    public async Task A_stop_lets_running_functions_finish_and_leaves_the_rest_to_the_next_start()
    {
        var release = new TaskCompletionSource();
        Probe.Behaviour = (_, _) => release.Task;
        string[] names = ["1", "2", "3", "4"];
        foreach (var name in names)
            await Account.DropAsync(name);
        var host = await StartAsync("--AzureFunctionsJobHost:extensions:blobs:maxDegreeOfParallelism=1");
        await Probe.WaitForAsync(1);
        var stopping = host.StopAsync();
        release.SetResult();
        await stopping;
        Assert.Single(Probe.Events);
        await host.DisposeAsync();

        await using var next = await StartAsync();
        await Probe.WaitForAsync(4);
        Assert.Equal(names, Probe.Events.Order());
    }

    private async Task<JsonElement> PoisonAsync()
    {
        var poison = await TestAccount.WaitForMessagesAsync(Account.NamedQueue("webjobs-blobtrigger-poison"), 1);
        return JsonDocument.Parse(Assert.Single(poison)).RootElement;
    }

    private Task<RunningHost> StartAsync(params string[] settings) => RunningHost.StartAsync(Account, Probe, [typeof(BlobFunctions)], settings);

    public sealed class BlobFunctions(Probe probe)
    {
        [Function("Blob")]
        public Task Run([BlobTrigger("%Container%/{name}")] BlobClient blob, string name, CancellationToken cancellationToken)
            => probe.RunAsync(blob.Name == name ? name : "another blob", cancellationToken);
    }

    public sealed class ContentFunctions(Probe probe)
    {
        [Function("AsStream")]
        public async Task AsStream([BlobTrigger("%Container%/docs/{name}.md")] Stream content)
        {
            using var reader = new StreamReader(content);
            await probe.RunAsync("stream: " + await reader.ReadToEndAsync());
        }

        [Function("AsText")]
        public Task AsText([BlobTrigger("%Container%/{folder}/{name}.{extension}")] string content, string folder, string name, string extension)
            => probe.RunAsync($"text: {folder} {name} {extension} {content}");
    }
}
