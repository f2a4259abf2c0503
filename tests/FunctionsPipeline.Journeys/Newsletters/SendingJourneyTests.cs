using System.Globalization;
using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.Benchmarks.Harness;
using FunctionsPipeline.LocalDev.Clock;
using FunctionsPipeline.LocalDev.SendGridEmulator;
using FunctionsPipeline.LocalDev.SendGridEmulator.Sending;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Journeys.Newsletters;

/// <summary>
/// From a dropped file to the account of an issue: the app, Azurite and SendGrid's emulator, each in a process of its own,
/// on one clock that runs fast.
/// </summary>
public sealed class SendingJourneyTests
{
    private const double Pace = 40;
    private const int People = 40;

    /// <summary>Long enough for the app to notice its settings before the issue is to be planned.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(75);

    /// <summary>On a busy machine the minutes of staging may be missed at this pace; then the issue goes out some rounds later.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    [Fact]
    public async Task An_issue_is_planned_staged_delivered_and_accounted_for()
    {
        var clock = new ClockSetting(TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow(), Pace);
        var shared = clock.Start(TimeProvider.System);
        await using var emulator = await EmulatorProcess.StartAsync(new EmulatorOptions { CountsOnly = true }, clock, CancellationToken.None);
        using var control = new EmulatorControl(emulator.Address);
        var storage = await AzuriteFixture.NewAccountAsync();
        var clients = StorageClients.From(storage);
        await Drops.PutAsync(storage, Containers.Articles, "walk.md", "---\ntitle: A short walk\nsummary: What ten minutes do.\n---\n\nThey do much.\n");
        await SubscriberSeed.PutAsync(new AzureBlobStore(clients.Blobs), People, Address, _ => ["daily"], CancellationToken.None);

        await using var app = await RunningApp.StartAsync(storage, new Dictionary<string, string>
        {
            ["SendGrid__ApiKey"] = BenchServices.ApiKey,
            ["SendGrid__BaseUrl"] = emulator.Address.AbsoluteUri,
            ["SendGrid__WebhookPublicKey"] = await control.WebhookKeyAsync(),
            ["LocalDev__Clock"] = clock.ToString(),
        });
        await control.SetWebhookAsync(new Uri(app.Address, "api/sendgrid/events"));
        // Only now, because starting took an hour or more of this clock, and a slot that is past is nobody's.
        var due = new DateTimeOffset(shared.GetUtcNow().Ticks / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute, TimeSpan.Zero) + Ahead;
        await Drops.PutAsync(storage, Containers.Settings, "site.yml", Site(due));

        await using var ledger = BenchServices.Build(storage, emulator.Address, shared);
        var sending = ledger.GetRequiredService<ISending>();
        var issue = IssueId.For("daily", due);
        IssueAccount? account = null;
        try
        {
            await Eventually.TrueAsync(async () => await sending.FindAsync(issue, CancellationToken.None) is { State: IssueState.Planned }, "the plan", Patience);
            await Eventually.TrueAsync(
                async () => (account = await sending.AccountAsync(issue, CancellationToken.None)) is { Pending: 0 }, "everybody's outcome", Patience);
        }
        catch (TimeoutException e)
        {
            Assert.Fail($"{e.Message}\n{account}\n{await control.StatusAsync()}\n{app.Log}");
        }

        var copies = await control.DeliveriesAsync(issue.Value);
        Assert.Equal(Enumerable.Range(0, People).ToDictionary(p => AddressKey.Of(Address(p)), _ => 1), copies);
        Assert.Empty(await control.ViolationsAsync());
        Assert.True(account!.AddsUp, $"{account}");
        Assert.Equal((People, People - 3, 2, 1, 1), (account.Recipients, account.Delivered, account.Bounced, account.Dropped, account.Complained));
        var people = await clients.Blobs.GetBlobContainerClient(Containers.Newsletter).GetBlobClient($"issues/{issue}/plan-1/r00001.json").DownloadContentAsync();
        Assert.DoesNotContain("@", people.Value.Content.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("@example.org", app.Log, StringComparison.Ordinal);
    }

    private static string Address(int person) => person switch
    {
        0 => "bounce@example.org",
        1 => "block@example.org",
        2 => "complain@example.org",
        3 => "invalid@example.org",
        _ => $"reader{person}@example.org",
    };

    private static string Site(DateTimeOffset due) => SampleSite.Yaml(string.Create(
        CultureInfo.InvariantCulture, $"  - id: daily\n    name: Clinic notes\n    schedule: every day at {due:HH:mm}"));
}
