using System.Text.Json;
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
        Assert.Equal(
            ["blob before.md 1", "blob folder/during.md 2", "blob before.md 3", "blob after.md 4"],
            Probe.Events
        );
    }

    [Fact]
    public async Task A_blob_that_fails_five_times_is_reported_to_the_poison_queue()
    {
        Probe.Behaviour = (happened, _) =>
            Task.FromResult(happened.Contains("bad", StringComparison.Ordinal) ? "throw" : "");
        await using var host = await StartAsync("OnBlob");
        await Account.DropAsync("bad.md");
        await Account.DropAsync("good.md");

        var poison = await TestAccount.WaitForMessagesAsync(Account.NamedQueue("webjobs-blobtrigger-poison"), 1);
        using var message = JsonDocument.Parse(poison[0]);
        Assert.Equal(Account.ContainerName, message.RootElement.GetProperty("ContainerName").GetString());
        Assert.Equal("bad.md", message.RootElement.GetProperty("BlobName").GetString());
        Assert.Equal("Host.Functions.OnBlob", message.RootElement.GetProperty("FunctionId").GetString());
        await Probe.WaitForAsync("blob good.md text");
        Assert.Equal(5, Probe.Count("blob bad.md text"));
    }

    [Fact]
    public async Task A_blob_that_is_overwritten_while_it_is_handled_runs_again()
    {
        var mayGoOn = new TaskCompletionSource();
        Probe.Behaviour = async (happened, token) =>
        {
            if (happened.EndsWith(" 1", StringComparison.Ordinal))
                await mayGoOn.Task.WaitAsync(token);
            return "";
        };
        await using var host = await StartAsync("OnBlob");
        await Account.DropAsync("article.md", "1");
        await Probe.WaitForAsync("blob article.md 1");
        await Account.DropAsync("article.md", "2");
        await Probe.WaitForAsync("blob article.md 2");
        mayGoOn.SetResult();
        await Account.DropAsync("article.md", "3");
        await Probe.WaitForAsync("blob article.md 3");
        Assert.Equal(3, Probe.Events.Count);
    }

    [Fact]
    public async Task A_blob_that_is_gone_before_its_turn_is_skipped()
    {
        var mayGoOn = new TaskCompletionSource();
        Probe.Behaviour = async (_, token) =>
        {
            await mayGoOn.Task.WaitAsync(token);
            return "";
        };
        var oneAtATime = Options("OnBlob")
            .With(("AzureFunctionsJobHost__extensions__blobs__maxDegreeOfParallelism", "1"));
        await using var host = await StartAsync(oneAtATime);
        await Account.DropAsync("1.md");
        await Probe.WaitForAsync("blob 1.md text");
        await Account.DropAsync("2.md");
        await Probe.WaitForLogAsync("Host.Functions.OnBlob: 1 new or changed blobs");
        await Probe.WaitForAsync(
            () => Probe.Logs.Count(line => line.Contains("1 new or changed blobs", StringComparison.Ordinal)) == 2,
            "the second listing"
        );
        await Account.Container.DeleteBlobAsync("2.md");
        await Account.DropAsync("3.md");
        mayGoOn.SetResult();
        await Probe.WaitForAsync("blob 3.md text");
        Assert.DoesNotContain("blob 2.md text", Probe.Events);
    }

    [Fact]
    public async Task Content_and_tokens_are_bound_and_other_names_are_left_alone()
    {
        await using var host = await StartAsync("OnText");
        var texts = Account.ContainerNamed("texts");
        await texts.CreateIfNotExistsAsync();
        await texts.UploadBlobAsync("elsewhere/a.md", new BinaryData("no"));
        await texts.UploadBlobAsync("docs/no-folder.md", new BinaryData("no"));
        await texts.UploadBlobAsync("docs/2026/june/a.b.md", new BinaryData("yes"));
        await Probe.WaitForAsync("text 2026/june a.b yes");
        Assert.Single(Probe.Events);
    }

    [Theory]
    [InlineData("ein Blog-Eintrag über Größe.md")]
    [InlineData("100% & more #1?.md")]
    [InlineData("a+b=c;d,e'f.md")]
    [InlineData("日本語.md")]
    public async Task Names_with_all_kinds_of_characters_run_once(string name)
    {
        await using var host = await StartAsync("OnBlob");
        await Account.DropAsync(name);
        await Account.DropAsync("last.md");
        await Probe.WaitForAsync("blob last.md text");
        await Probe.WaitForAsync($"blob {name} text");
        Assert.Equal(2, Probe.Events.Count);
    }

    [Fact]
    public async Task The_record_keeps_versions_that_are_there_and_no_others()
    {
        await using var host = await StartAsync("OnBlob");
        await Account.DropAsync("1.md");
        await Probe.WaitForAsync("blob 1.md text");
        await Account.Container.DeleteBlobAsync("1.md");
        await Account.DropAsync("2.md");
        await Probe.WaitForAsync("blob 2.md text");
        await Eventually.TrueAsync(
            async () =>
            {
                var record = await Account.ReadHostBlobAsync(
                    $"blobwatch/{Account.HostId}/Host.Functions.OnBlob/{Account.ContainerName}.json"
                );
                return record is not null && record.Contains("2.md") && !record.Contains("1.md");
            },
            "the record to hold 2.md only"
        );
    }

    [Fact]
    public async Task Blobs_that_arrive_together_all_run_and_two_hosts_share_them()
    {
        const int Count = 120;
        await using var one = await StartAsync("OnDrop");
        await using var other = await StartAsync("OnDrop");
        var drops = Account.ContainerNamed("drops");
        await drops.CreateAsync();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Count),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (number, token) => await drops.UploadBlobAsync($"{number}.md", new BinaryData("text"), token)
        );
        await Probe.WaitForAsync(() => Probe.Events.Distinct().Count() == Count, "all blobs to run");
        Assert.Equal(Count, Probe.Events.Count);
    }

    [Fact]
    public async Task A_record_that_cannot_be_read_makes_blobs_run_again_and_none_missed()
    {
        await Account.DropAsync("1.md");
        await Account.WriteHostBlobAsync(
            $"blobwatch/{Account.HostId}/Host.Functions.OnBlob/{Account.ContainerName}.json",
            "{ not json"
        );
        await using var host = await StartAsync("OnBlob");
        await Probe.WaitForAsync("blob 1.md text");
    }
}
