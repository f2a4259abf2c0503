using System.Diagnostics;
using System.Text.RegularExpressions;
using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Cli.Tests;

/// <summary>The commands as an operator runs them: processes of their own, one of which is killed outright.</summary>
public sealed class SubscriberCommandsTests : IDisposable
{
    private const int Rows = 12_000;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fp-cli");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task An_import_that_is_killed_is_resumed_with_nothing_lost_or_doubled()
    {
        var storage = await AzuriteFixture.NewAccountAsync();
        var file = Path.Combine(_folder.FullName, "list.csv");
        await File.WriteAllLinesAsync(
            file,
            Enumerable.Range(0, Rows).Select(i => $"reader{i}@example.org").Prepend("email").Append("not an address")
        );
        var blobs = new AzureBlobStore(StorageClients.From(storage).Blobs);
        using var first = Start(
            storage,
            "subscribers",
            "import",
            file,
            "--newsletter",
            "newsletter",
            "--basis",
            "express",
            "--date",
            "2025-01-31",
            "--evidence",
            "paper forms"
        );
        var id = Regex.Match((await first.StandardOutput.ReadLineAsync())!, "import-[0-9a-f]{16}").Value;
        // In the middle: some shards are written, most are not.
        await Eventually.TrueAsync(
            async () =>
                first.HasExited || await blobs.ListAsync(Containers.Subscribers, "shards/", default).CountAsync() >= 40,
            "some shards"
        );
        first.Kill();
        await first.WaitForExitAsync();
        var before = await EverybodyAsync(blobs);
        Assert.InRange(before.Count, 1, Rows - 1);

        var (code, said) = await RunAsync(
            storage,
            "subscribers",
            "import",
            "--resume",
            id,
            "--result",
            Path.Combine(_folder.FullName, "result.csv")
        );

        Assert.True(code == 0, said);
        Assert.Contains($"{Rows} imported, 0 subscribed already, 1 row refused", said);
        Assert.DoesNotContain("--result", said);
        Assert.Contains($"  row {Rows + 2}: ", (await RunAsync(storage, "subscribers", "import", "--resume", id)).Said);
        Assert.StartsWith(
            $"row,reason\r\n{Rows + 2},",
            await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "result.csv"))
        );
        var after = await EverybodyAsync(blobs);
        Assert.Equal(Rows, after.Count);
        Assert.Equal(Rows, after.Select(p => p.Address).Distinct().Count());
        var ids = after.Select(p => p.Id).ToHashSet();
        Assert.All(before, p => Assert.Contains(p.Id, ids));

        Assert.Equal(
            0,
            (await RunAsync(storage, "subscribers", "export", Path.Combine(_folder.FullName, "out.csv"))).Code
        );
        Assert.Equal(Rows + 1, (await File.ReadAllLinesAsync(Path.Combine(_folder.FullName, "out.csv"))).Length);
        var (found, where) = await RunAsync(
            storage,
            "subscribers",
            "evidence",
            "Reader7@Example.org",
            "--output",
            _folder.FullName
        );
        Assert.Equal(0, found);
        Assert.Equal(
            $"Written: {Path.Combine(_folder.FullName, "evidence.json")} and {Path.Combine(_folder.FullName, "evidence.html")}",
            where.Trim()
        );
        Assert.Contains("paper forms", await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "evidence.json")));
        Assert.Contains("paper forms", await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "evidence.html")));
        var (noOne, why) = await RunAsync(storage, "subscribers", "evidence", "no-one@example.org");
        Assert.Equal((1, "No one is known by that id or address."), (noOne, why.Trim()));
    }

    [Fact]
    public async Task A_list_without_consent_is_refused_with_a_sentence()
    {
        var file = Path.Combine(_folder.FullName, "list.csv");
        await File.WriteAllTextAsync(file, "email\nann@example.org\n");
        var storage = await AzuriteFixture.NewAccountAsync();

        var (code, said) = await RunAsync(storage, "subscribers", "import", file, "--newsletter", "newsletter");

        Assert.Equal(1, code);
        Assert.Contains("On what does consent rest?", said);
        Assert.Contains(
            "The basis of consent is one of",
            (
                await RunAsync(storage, "subscribers", "import", file, "--newsletter", "newsletter", "--basis", "hope")
            ).Said
        );
    }

    [Fact]
    public async Task Addresses_to_erase_are_read_and_never_told()
    {
        var storage = await AzuriteFixture.NewAccountAsync();
        var blobs = new AzureBlobStore(StorageClients.From(storage).Blobs);
        await SubscriberSeed.PutAsync(blobs, 3, i => $"reader{i}@example.org", _ => ["newsletter"], default);
        var file = Path.Combine(_folder.FullName, "asked.txt");
        await File.WriteAllTextAsync(file, "Reader1@Example.org\n\nnobody@example.org\nno address\n");

        var (looked, would) = await RunAsync(storage, "subscribers", "erase", "--file", file);
        Assert.Equal(1, looked);
        Assert.Contains("1 would be erased, 2 lines left.", would);
        Assert.Equal(3, (await EverybodyAsync(blobs)).Count);

        var (code, said) = await RunAsync(storage, "subscribers", "erase", "--file", file, "--yes");
        var (typed, told) = await RunWithAsync(storage, "reader0@example.org\n", "subscribers", "erase", "--yes");
        var (again, repeated) = await RunWithAsync(storage, "reader0@example.org\n", "subscribers", "erase", "--yes");

        Assert.Equal((1, 0, 0), (code, typed, again));
        Assert.Contains("1 erased, 2 lines left.", said);
        Assert.Contains("Line 3: nothing is held of this address.", said);
        Assert.Contains("Line 4: not an e-mail address.", said);
        Assert.Contains("1 erased, 0 lines left.", told);
        Assert.All(
            new[] { would, said, told, repeated },
            text => Assert.DoesNotContain("example.org", text, StringComparison.OrdinalIgnoreCase)
        );
        Assert.Equal("reader2@example.org", Assert.Single(await EverybodyAsync(blobs)).Address);
        Assert.Equal(
            0,
            (
                await RunWithAsync(
                    storage,
                    "reader1@example.org\n",
                    "subscribers",
                    "evidence",
                    "-",
                    "--output",
                    _folder.FullName
                )
            ).Code
        );
        Assert.Contains("\"erased\"", await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "evidence.json")));
    }

    [Fact]
    public async Task Settings_that_are_wrong_are_told_in_a_sentence()
    {
        const string secret = "AccountName=mine;AccountKey";
        var (noStorage, storage) = await RunAsync(
            secret,
            "subscribers",
            "export",
            Path.Combine(_folder.FullName, "out.csv")
        );
        var (noMail, mail) = await CommandLine.RunAsync(
            await AzuriteFixture.NewAccountAsync(),
            "",
            new Dictionary<string, string> { ["SendGrid__ApiKey"] = "two words" },
            "adopt",
            "--by",
            "Kim",
            "--no-departures"
        );

        Assert.Equal((1, 1), (noStorage, noMail));
        Assert.Equal("'AzureWebJobsStorage' is not a connection string.", storage.Trim());
        Assert.Contains("SendGrid__ApiKey holds a space", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_needs_SendGrid_says_so_where_there_is_no_key()
    {
        var storage = await AzuriteFixture.NewAccountAsync();
        await new AzureBlobStore(StorageClients.From(storage).Blobs).WriteAsync(
            new BlobPath(Containers.State, "sending/standing.json"),
            """{"identity":"another account","lastTick":"2026-01-01T00:00:00+00:00","fence":{"reason":"stale","detail":"old","at":"2026-01-01T00:00:00+00:00","lastTick":"2026-01-01T00:00:00+00:00"}}"""u8.ToArray(),
            BlobHeaders.Json,
            WriteCondition.Always,
            default
        );

        var (code, said) = await CommandLine.RunAsync(
            storage,
            "",
            new Dictionary<string, string> { ["SendGrid__ApiKey"] = "" },
            "adopt",
            "--by",
            "Kim",
            "--no-departures"
        );

        Assert.Equal(1, code);
        Assert.Contains("This command asks SendGrid, and SendGrid__ApiKey is not set.", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_newsletter_is_no_empty_list()
    {
        var file = Path.Combine(_folder.FullName, "out.csv");

        var (code, said) = await RunAsync(
            await AzuriteFixture.NewAccountAsync(),
            "subscribers",
            "export",
            file,
            "--newsletter",
            "nope"
        );

        Assert.Equal((1, "There is no newsletter 'nope' in site.yml. There are: newsletter."), (code, said.Trim()));
        Assert.False(File.Exists(file));
    }

    [Theory]
    [InlineData("bogus", "--help")]
    [InlineData("bogus", "-h")]
    [InlineData("targets", "bogus", "--help")]
    public async Task Help_with_what_is_not_there_is_no_success(params string[] args)
    {
        var (code, said) = await RunAsync("", args);

        Assert.Equal(1, code);
        Assert.Contains("'bogus'", said, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("", [.. args.Except(["bogus"])])).Code);
    }

    private static Process Start(string storage, params string[] args) =>
        CommandLine.Start(storage, settings: null, args);

    private static Task<(int Code, string Said)> RunAsync(string storage, params string[] args) =>
        RunWithAsync(storage, "", args);

    private static Task<(int Code, string Said)> RunWithAsync(string storage, string input, params string[] args) =>
        CommandLine.RunAsync(storage, input, settings: null, args);

    private static async Task<List<Subscriber>> EverybodyAsync(IBlobStore blobs)
    {
        var all = new List<Subscriber>();
        await foreach (
            var shard in new ShardStore(
                blobs,
                SubscriberKeys.Development,
                TimeProvider.System,
                new Random(1)
            ).ReadAllAsync(default)
        )
            all.AddRange(shard.Subscribers());
        return all;
    }
}
