using System.Globalization;
using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Benchmarks.Harness;
using FunctionsPipeline.LocalDev.Clock;
using FunctionsPipeline.LocalDev.SendGridEmulator;
using FunctionsPipeline.LocalDev.SendGridEmulator.Sending;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Journeys.Newsletters;

/// <summary>
/// From a dropped file to the account of an issue: the app in the official worker, Azurite and SendGrid's emulator,
/// each in a process of its own, on one clock that the journey moves to each step of the issue.
/// </summary>
public sealed class SendingJourneyTests
{
    private const int People = 40;

    [Fact]
    public async Task An_issue_is_planned_staged_delivered_and_accounted_for()
    {
        var now = TimeProvider.System.GetUtcNow();
        var setting = new ClockSetting(now, now, 1);
        await using var emulator = await EmulatorProcess.StartAsync(
            new EmulatorOptions { CountsOnly = true },
            setting,
            CancellationToken.None
        );
        using var control = new EmulatorControl(emulator.Address);
        var storage = await AzuriteFixture.NewAccountAsync();
        var clients = StorageClients.From(storage);
        var due =
            new DateTimeOffset(now.Ticks / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute, TimeSpan.Zero)
            + TimeSpan.FromHours(2);
        await Drops.PutAsync(storage, Containers.Settings, "site.yml", Site(due));
        await Drops.PutAsync(
            storage,
            Containers.Articles,
            "walk.md",
            "---\ntitle: A short walk\nsummary: What ten minutes do.\n---\n\nThey do much.\n"
        );
        await SubscriberSeed.PutAsync(
            new AzureBlobStore(clients.Blobs),
            People,
            Address,
            _ => ["daily"],
            CancellationToken.None
        );

        using var log = new RecordingLog();
        await using var app = await BenchHost.StartAsync(
            storage,
            emulator.Address,
            setting,
            settings: new Dictionary<string, string?>
            {
                ["SendGrid__WebhookPublicKey"] = await control.WebhookKeyAsync(),
                ["Logging__LogLevel__Default"] = nameof(LogLevel.Debug),
            },
            logging: logging => logging.AddProvider(log)
        );
        await control.SetWebhookAsync(new Uri(app.Host.Address, "api/sendgrid/events"));
        await Eventually.TrueAsync(
            async () => await Drops.ReadAsync(storage, Containers.Reports, "walk.md.json") is not null,
            "the article on the site"
        );

        await using var ledger = BenchServices.Build(storage, emulator.Address, app.Clock!);
        var sending = ledger.GetRequiredService<ISendingReader>();
        var issue = IssueId.For("daily", due);
        IssueAccount? account = null;

        await MoveToAsync(due - TimeSpan.FromMinutes(44));
        await UntilAsync(
            async () => await sending.FindAsync(issue, default) is { State: IssueState.Planned },
            "the plan"
        );
        await MoveToAsync(due - TimeSpan.FromMinutes(29));
        await UntilAsync(
            async () => (account = await sending.AccountAsync(issue, default)) is { Staged: People },
            "the provider to hold every request"
        );
        await MoveToAsync(due + TimeSpan.FromMinutes(1));
        await control.SettleAsync();
        await UntilAsync(
            async () => (account = await sending.AccountAsync(issue, default)) is { Pending: 0 },
            "each person's outcome"
        );

        var copies = await control.DeliveriesAsync(issue.Value);
        Assert.Equal(Enumerable.Range(0, People).ToDictionary(p => AddressKey.Of(Address(p)), _ => 1), copies);
        Assert.Empty(await control.ViolationsAsync());
        Assert.True(account!.AddsUp, $"{account}");
        Assert.Equal(
            (People, People - 3, 2, 1, 1),
            (account.Recipients, account.Delivered, account.Bounced, account.Dropped, account.Complained)
        );
        var people = await clients
            .Blobs.GetBlobContainerClient(Containers.State)
            .GetBlobClient($"issues/{issue}/plan-1/r00001.json")
            .DownloadContentAsync();
        Assert.DoesNotContain("@", people.Value.Content.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("@example.org", string.Join('\n', log.Lines), StringComparison.Ordinal);
        Assert.NotEmpty(log.Lines);

        async Task MoveToAsync(DateTimeOffset time)
        {
            var by = time - app.Clock!.GetUtcNow();
            await control.AdvanceAsync(by);
            app.Clock.Advance(by);
        }

        // The minute's function again and again, as the worker may not have noticed yet that the clock was moved.
        Task UntilAsync(Func<Task<bool>> reached, string what) =>
            Eventually.TrueAsync(
                async () =>
                {
                    await app.Host.RunAsync("TickNewsletters", default);
                    var holds = await reached();
                    if (!holds)
                        await Task.Delay(TimeSpan.FromMilliseconds(200));
                    return holds;
                },
                $"{what}; {account}"
            );
    }

    private static string Address(int person) =>
        person switch
        {
            0 => "bounce@example.org",
            1 => "block@example.org",
            2 => "complain@example.org",
            3 => "invalid@example.org",
            _ => $"reader{person}@example.org",
        };

    private static string Site(DateTimeOffset due) =>
        SampleSite.Yaml(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  - id: daily\n    name: Clinic notes\n    schedule: every day at {due:HH:mm}"
            )
        );
}
