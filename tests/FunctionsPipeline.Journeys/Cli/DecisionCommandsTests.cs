using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Benchmarks.Harness;
using FunctionsPipeline.LocalDev.Clock;
using FunctionsPipeline.LocalDev.SendGridEmulator;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FunctionsPipeline.Journeys.Cli;

/// <summary>
/// What only a person decides, from the command line: the program in a process of its own, on a ledger that another
/// copy wrote.
/// </summary>
public sealed class DecisionCommandsTests : IAsyncLifetime
{
    private const int People = 6;

    private static readonly IssueId Issue = IssueId.Parse("weekly-20260310t1500z");

    private EmulatedSendGrid? _mail;
    private string _storage = "";

    private EmulatedSendGrid Mail => _mail!;

    public async Task InitializeAsync()
    {
        _mail = await EmulatedSendGrid.StartAsync(new EmulatorOptions(), clock: null, CancellationToken.None);
        _storage = await AzuriteFixture.NewAccountAsync();
    }

    public async Task DisposeAsync() => await Mail.DisposeAsync();

    [Fact]
    public async Task A_person_adopts_a_copy_and_decides_what_became_uncertain()
    {
        await PlanInAnotherCopyAsync();
        await using var app = BenchServices.Build(_storage, Mail.Address);
        var sending = app.GetRequiredService<ISendingReader>();
        await app.GetRequiredService<ISendingSweep>().RunAsync(default);
        Assert.Equal(HaltReason.OtherAccount, (await sending.FindHaltAsync(default))?.Reason);

        // A look changes nothing, nor does a name that is an address, nor a provider that cannot be asked.
        var (looked, why) = await RunAsync("adopt");
        Assert.Equal(0, looked);
        Assert.Contains("The ledger was written in 'theirs'", why, StringComparison.Ordinal);
        var (address, refused) = await RunAsync("adopt", "--by", "kim@clinic.example");
        Assert.NotEqual(0, address);
        Assert.Contains("without '@'", refused, StringComparison.Ordinal);
        Mail.Faults.KeyRevoked = true;
        var (unread, lists) = await RunAsync("adopt", "--by", "Kim", "--no-departures");
        Assert.Equal(1, unread);
        Assert.Contains("suppression lists could not be read", lists, StringComparison.Ordinal);
        Assert.NotNull(await sending.FindHaltAsync(default));
        Mail.Faults.KeyRevoked = false;

        // Who left by our own pages is in no list of the provider's: that is said, and asked for.
        Assert.Contains("anyone who left since", why, StringComparison.Ordinal);
        var (unasked, asks) = await RunAsync("adopt", "--by", "Kim");
        Assert.Equal(1, unasked);
        Assert.Contains("No one has said who left", asks, StringComparison.Ordinal);
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(file, "reader0@example.org\n\nnot an address\n");
        var (wrong, line) = await RunAsync("adopt", "--by", "Kim", "--departures", file);
        Assert.Equal(1, wrong);
        Assert.Contains("Line 3", line, StringComparison.Ordinal);
        Assert.NotNull(await sending.FindHaltAsync(default));

        await File.WriteAllTextAsync(file, "reader0@example.org\n");
        var (adopted, said) = await RunAsync("adopt", "--by", "Kim", "--departures", file);
        File.Delete(file);

        Assert.True(adopted == 0, said);
        Assert.Null(await sending.FindHaltAsync(default));
        Assert.Contains("own lists: 1 departure.", said, StringComparison.Ordinal);
        Assert.Contains(
            "\"adoptedBy\": \"Kim\"",
            await Drops.ReadAsync(_storage, Containers.State, "sending/standing.json"),
            StringComparison.Ordinal
        );
        var (again, nothing) = await RunAsync("adopt", "--by", "Kim");
        Assert.Equal(1, again);
        Assert.Contains("nothing to adopt", nothing, StringComparison.Ordinal);

        // The other copy may have handed the issue over by now.
        var (counted, count) = await RunAsync("issues", "resolve", Issue.Value);
        Assert.Equal(0, counted);
        Assert.Contains(
            $"{People} of {People} recipients are uncertain. Nothing was changed",
            count,
            StringComparison.Ordinal
        );
        Assert.Single((await sending.FindAsync(Issue, default))!.Waves);

        var (decided, planned) = await RunAsync("issues", "resolve", Issue.Value, "--by", "Kim");

        Assert.True(decided == 0, planned);
        Assert.Contains($"Planned again: {People} recipients.", planned, StringComparison.Ordinal);
        Assert.Equal("Kim", (await sending.FindAsync(Issue, default))!.Waves[^1].Decision?.By);
        // Twice is once.
        Assert.Equal(1, (await RunAsync("issues", "resolve", Issue.Value, "--by", "Kim")).Code);
        Assert.Equal(2, (await sending.FindAsync(Issue, default))!.Waves.Count);
    }

    [Fact]
    public async Task What_is_not_there_is_told_in_a_sentence()
    {
        foreach (var issue in new[] { "weekly-20260310t1500z", "../issue", "" })
            Assert.Equal(
                (1, "There is no such issue."),
                Trimmed(await RunAsync("issues", "resolve", issue, "--by", "Kim"))
            );
        Assert.Equal(
            (1, "Sending is not halted: there is nothing to adopt."),
            Trimmed(await RunAsync("adopt", "--by", "Kim"))
        );
        Assert.Equal((0, "Sending is not halted: there is nothing to adopt."), Trimmed(await RunAsync("adopt")));
        Assert.Equal(
            (1, "There is no such article or copy, or no target of that name in site.yml."),
            Trimmed(await RunAsync("targets", "retry", "no-such-article", "hub"))
        );
    }

    [Fact]
    public async Task An_issue_is_planned_by_hand_and_only_on_purpose()
    {
        await SubscriberSeed.PutAsync(
            new AzureBlobStore(StorageClients.From(_storage).Blobs),
            People,
            p => $"reader{p}@example.org",
            _ => ["weekly"],
            default
        );
        await Drops.PutAsync(
            _storage,
            Containers.Settings,
            "site.yml",
            SampleSite.Yaml(
                "  - id: weekly\n    name: Notes of the week\n    schedule: every Tuesday at 09:00\n  - id: flash\n    name: Flash\n    holdWindow: 0"
            )
        );
        Assert.Equal((1, "There is no new article."), Trimmed(await RunAsync("issues", "plan", "weekly", "--yes")));
        await using (await RunningApp.StartAsync(_storage))
        {
            await Drops.PutAsync(
                _storage,
                Containers.Articles,
                "walk.md",
                "---\ntitle: A short walk\nsummary: What ten minutes do.\n---\n\nThey do much.\n"
            );
            await Eventually.TrueAsync(
                async () => await Drops.ReadAsync(_storage, Containers.Reports, "walk.md.json") is not null,
                "the article on the site"
            );
        }

        var (looked, only) = await RunAsync("issues", "plan", "weekly");
        Assert.Equal(0, looked);
        Assert.Contains("1 article: walk", only, StringComparison.Ordinal);
        Assert.Contains($"{People} recipients", only, StringComparison.Ordinal);
        Assert.Contains("with a button that stops it", only, StringComparison.Ordinal);
        Assert.Contains("Nothing was planned", only, StringComparison.Ordinal);
        Assert.Contains(
            "goes at once and cannot be stopped",
            (await RunAsync("issues", "plan", "flash")).Said,
            StringComparison.Ordinal
        );
        var unknown = (1, "There is no newsletter 'daily' in site.yml. There are: weekly, flash.");
        Assert.Equal(unknown, Trimmed(await RunAsync("issues", "plan", "daily")));
        Assert.Equal(unknown, Trimmed(await RunAsync("issues", "plan", "daily", "--yes")));
        var named = await RunAsync("issues", "plan", "weekly", "--article", "walk", "--article", "nosuch", "--yes");
        Assert.Equal((1, "Not live, or not meant for newsletters: 'nosuch'."), Trimmed(named));

        var tooLong = await RunAsync("issues", "plan", "weekly", "--subject", new string('s', 151));
        Assert.Equal((1, "The subject has 151 characters; 150 are allowed. Shorten it."), Trimmed(tooLong));

        var (planned, said) = await RunAsync("issues", "plan", "weekly", "--subject", "A walk a day", "--yes");

        Assert.True(planned == 0, said);
        var issue = said.Split(' ')[1];
        Assert.Contains(
            "\"walk\"",
            await Drops.ReadAsync(_storage, Containers.State, $"issues/{issue}/issue.json"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "A walk a day",
            await Drops.ReadAsync(_storage, Containers.State, $"issues/{issue}/issue.json"),
            StringComparison.Ordinal
        );
        // It was carried: a second one has nothing to say.
        Assert.Equal(1, (await RunAsync("issues", "plan", "weekly", "--yes")).Code);
    }

    [Fact]
    public async Task A_copy_is_asked_for_again()
    {
        await using var app = await RunningApp.StartAsync(_storage);
        await Drops.PutAsync(
            _storage,
            Containers.Articles,
            "walk.md",
            "---\ntitle: A short walk\nsummary: What ten minutes do.\ndate: 2025-01-01\n---\n\nThey do much.\n"
        );
        await Eventually.TrueAsync(
            async () => await Drops.ReadAsync(_storage, Containers.Reports, "walk.md.json") is not null,
            "the article on the site"
        );
        // An article that is older than the target is carried only if a person asks.
        await Drops.PutAsync(
            _storage,
            Containers.Settings,
            "site.yml",
            "name: Notes\ntargets:\n  - { name: hub, type: websub, hub: https://hub.invalid/ }\n"
        );
        await Eventually.TrueAsync(
            async () => await Drops.ReadAsync(_storage, Containers.Reports, "site.yml.json") is not null,
            "the settings in force",
            TimeSpan.FromMinutes(3)
        );
        Assert.Null(await LedgerAsync());

        var (code, said) = await RunAsync("targets", "retry", "walk", "hub");

        Assert.True(code == 0, said);
        Assert.Contains("Asked for", said, StringComparison.Ordinal);
        await Eventually.TrueAsync(async () => await LedgerAsync() is not null, "the ledger of the copy");
        Assert.Equal(1, (await RunAsync("targets", "retry", "walk", "no one")).Code);

        Task<string?> LedgerAsync() => Drops.ReadAsync(_storage, Containers.State, "syndication/walk/hub.json");
    }

    /// <summary>An issue that another copy of this storage would be staging now.</summary>
    private async Task PlanInAnotherCopyAsync()
    {
        await SubscriberSeed.PutAsync(
            new AzureBlobStore(StorageClients.From(_storage).Blobs),
            People,
            p => $"reader{p}@example.org",
            _ => ["weekly"],
            default
        );
        var now = TimeProvider.System.GetUtcNow();
        var due = now.AddMinutes(20);
        await using var theirs = BenchServices.Build(
            _storage,
            Mail.Address,
            new ClockSetting(now, due.AddMinutes(-45), 1).Start(TimeProvider.System),
            services => services.Replace(ServiceDescriptor.Singleton(new StorageIdentity("theirs")))
        );
        var draft = new IssueDraft(
            Issue,
            "weekly",
            due,
            TimeSpan.FromMinutes(45),
            new AudienceQuery("weekly", due, []),
            new FrozenContent(
                new BulkContent(
                    new Mailbox("notes@clinic.example"),
                    null,
                    "Notes",
                    "<p>Notes</p>",
                    "Notes",
                    new Dictionary<string, string>(StringComparer.Ordinal),
                    []
                ),
                ["walk"]
            )
        );
        var answer = await theirs.GetRequiredService<IIssueFreezer>().FreezeAsync(draft, default);
        Assert.Equal(People, answer.Value.Recipients);
    }

    private Task<(int Code, string Said)> RunAsync(params string[] args) =>
        CommandLine.RunAsync(
            _storage,
            "",
            new Dictionary<string, string>
            {
                ["SendGrid__ApiKey"] = BenchServices.ApiKey,
                ["SendGrid__BaseUrl"] = Mail.Address.AbsoluteUri,
            },
            args
        );

    private static (int, string) Trimmed((int Code, string Said) answer) => (answer.Code, answer.Said.Trim());
}
