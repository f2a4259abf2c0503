using System.Text;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Evidence;
using FunctionsPipeline.Subscribers.Import;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Tests.Subscribers.Import;

public sealed class ImportTests
{
    private readonly SubscriberWorld _world = new();

    [Fact]
    public async Task A_list_is_imported_with_its_proof()
    {
        var (progress, result) = await _world.ImportAsync(
            "email,name,language\r\nann@example.org,Ann,fr_CA\r\nbob@example.org,,\r\n"
        );

        Assert.Equal(
            (ImportState.Done, 2, 0, 0, 100),
            (progress.State, (int)progress.Imported, (int)progress.Unchanged, (int)progress.Refused, progress.Percent)
        );
        Assert.Equal("row,reason\r\n", result);
        var ann = (await _world.FindAsync("ann@example.org"))!;
        Assert.Equal(("Ann", "fr-CA", SubscriberStatus.Active), (ann.Name, ann.Language, ann.Status));
        var subscription = Assert.Single(ann.Subscriptions);
        Assert.Equal((progress.Id, Importing.Express.ConsentedAt), (subscription.Evidence, subscription.ConsentedAt));
        var file = (await _world.Get<EvidenceFiles>().OfAsync(ann.Id, default))!;
        var import = Assert.Single(file.Imports);
        Assert.Equal(("list.csv", Importing.Express.Statement), (import.FileName, import.Statement));
        Assert.Equal(64, import.FileHash.Length);
        Assert.Equal(2, (await _world.CountsAsync()).Imported);
        Assert.DoesNotContain(
            await _world.BlobsWithAsync("ann@example.org"),
            name => name.StartsWith("imports/", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_dry_run_says_the_same_and_stores_nothing_about_anyone()
    {
        const string csv = "email\nann@example.org\nANN@example.org\nrubbish\n";
        var (dry, dryResult) = await _world.ImportAsync(csv, Importing.Express with { DryRun = true });

        Assert.Empty(await _world.EverybodyAsync());
        Assert.Empty(await _world.BlobsWithAsync("ann@example.org"));
        Assert.Empty(await _world.BlobsWithAsync("evidence/"));
        var (real, realResult) = await _world.ImportAsync(csv);
        Assert.Equal((dry.Imported, dry.Unchanged, dry.Refused), (real.Imported, real.Unchanged, real.Refused));
        Assert.Equal(realResult, dryResult);
    }

    [Fact]
    public async Task Large_lists_go_in_batches_and_each_shard_is_written_once_a_batch()
    {
        var csv = new StringBuilder("email\n");
        for (var i = 0; i < 3_000; i++)
            csv.Append($"person{i}@example.org\n");
        _world.Blobs.Calls.Clear();
        var (progress, _) = await _world.ImportAsync(csv.ToString());

        Assert.Equal(3_000, progress.Imported);
        Assert.Equal(3_000, (await _world.EverybodyAsync()).Count);
        Assert.InRange(_world.Blobs.Calls[nameof(IBlobStore.WriteAsync)], 256, 256 + 12);
    }

    [Fact]
    public async Task Two_at_one_import_do_it_once()
    {
        var id = await _world
            .Get<Imports>()
            .AcceptAsync(Importing.Csv("email\nann@example.org\nbob@example.org\n"), Importing.Express, default);
        var other = new SubscriberWorld(_world.Blobs, _world.Time);

        await Task.WhenAll(
            Task.Run(() => _world.Get<ImportRunner>().RunAsync(id, null, default)),
            Task.Run(() => other.Get<ImportRunner>().RunAsync(id, null, default))
        );

        Assert.Equal(2, (await _world.Get<Imports>().ProgressAsync(id, default))!.Imported);
        Assert.Equal(2, (await _world.CountsAsync()).Imported);
    }

    [Fact]
    public async Task An_import_that_stands_still_is_enqueued_again()
    {
        var imports = _world.Get<Imports>();
        var id = await imports.AcceptAsync(Importing.Csv("email\nann@example.org\n"), Importing.Express, default);
        await imports.RemindAsync(default);
        Assert.Empty(_world.Queue.Sent);
        _world.Time.Advance(TimeSpan.FromMinutes(11));

        await imports.RemindAsync(default);

        Assert.Equal(
            (Queues.Imports, $"{{\"id\":\"{id}\"}}"),
            (Assert.Single(_world.Queue.Sent).Queue, _world.Queue.Sent[0].Message)
        );
        await _world.Get<ImportRunner>().RunAsync(id, null, default);
        await imports.RemindAsync(default);
        Assert.Single(_world.Queue.Sent);
        _world.Time.Advance(Imports.ResultsKept + TimeSpan.FromDays(1));
        await imports.CleanAsync(default);
        Assert.Null(await imports.ProgressAsync(id, default));
    }

    [Theory]
    [InlineData("../shards/00.jsonl")]
    [InlineData("import-..............00")]
    [InlineData("")]
    public async Task An_id_that_is_none_leads_nowhere(string id)
    {
        Assert.Null(await _world.Get<Imports>().ProgressAsync(id, default));
        Assert.Null(await _world.Get<ImportRunner>().RunAsync(id, null, default));
    }
}
