using FunctionsPipeline.LocalDev.SendGridEmulator;
using FunctionsPipeline.LocalDev.SendGridEmulator.Inbox;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Joining;

namespace FunctionsPipeline.Journeys.Subscribers;

/// <summary>From the form to the first mail of a welcome series, and out by its link, against the app in a process of its own.</summary>
public sealed partial class WelcomeJourneyTests
{
    private const string Ann = "ann@welcome.example";

    [Fact]
    public async Task Who_confirms_gets_the_first_mail_once_and_leaves_by_its_link()
    {
        await using var mail = await EmulatedSendGrid.StartAsync(
            new EmulatorOptions(),
            clock: null,
            CancellationToken.None
        );
        var storage = await AzuriteFixture.NewAccountAsync();
        await Drops.PutAsync(
            storage,
            Containers.Settings,
            "site.yml",
            SampleSite.Yaml(
                "  - id: notes\n    name: Notes\n    welcome:\n      - hello.md\n      - file: later.md\n        after: 2 days"
            )
        );
        await Drops.PutAsync(
            storage,
            Containers.Articles,
            "_welcome/hello.md",
            "# Hello reader\n\nGood that you came.\n"
        );
        await using var app = await RunningApp.StartAsync(
            storage,
            new Dictionary<string, string>
            {
                ["SendGrid__ApiKey"] = "SG.test",
                ["SendGrid__BaseUrl"] = mail.Address.AbsoluteUri,
            }
        );

        var token = Token().Match(await app.Http.GetStringAsync(new Uri(app.Address, "api/subscribe"))).Groups[1].Value;
        await Task.Delay(FormToken.Fastest + TimeSpan.FromMilliseconds(100));
        await PostAsync(app, "api/subscribe", ("email", Ann), ("newsletter", "notes"), ("form", token));
        var asked = await MailAsync(mail, 1);
        await PostAsync(app, new Uri(Link().Match(asked.Text).Value).PathAndQuery[1..]);

        // The timer comes too; however often it does, there is one mail.
        await TickAsync(app);
        await TickAsync(app);
        var hello = await MailAsync(mail, 2);
        Assert.Equal("Hello reader", hello.Subject);
        Assert.Contains("Good that you came.", hello.Text, StringComparison.Ordinal);
        Assert.Contains(hello.Args, a => a.Key == BulkArgs.Message);
        Assert.Contains(hello.Args, a => a.Key == BulkArgs.Recipient);
        Assert.NotNull(hello.OneClick);

        await Eventually.TrueAsync(
            async () =>
                await Drops.ReadAsync(storage, Containers.Reports, "_welcome/hello.md.html") is { } report
                && report.Contains("Ready for new readers", StringComparison.Ordinal),
            "the report of the file"
        );
        using var page = await app.Http.GetAsync(new Uri(app.Address, "hello/"));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, page.StatusCode);

        await PostAsync(app, hello.OneClick!.PathAndQuery[1..], ("List-Unsubscribe", "One-Click"));
        await TickAsync(app);
        Assert.Equal(2, mail.Messages(Ann).Count());
        Assert.DoesNotContain(Ann, app.Log, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task PostAsync(RunningApp app, string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        using var answer = await app.Http.PostAsync(new Uri(app.Address, path), content);
        Assert.True(answer.IsSuccessStatusCode, $"{path.Split('/')[1]}: {answer.StatusCode}");
    }

    private static async Task TickAsync(RunningApp app)
    {
        using var tick = await app.Http.PostAsync(
            new Uri(app.Address, "admin/functions/TickNewsletters"),
            content: null
        );
        Assert.True(tick.IsSuccessStatusCode);
    }

    private static async Task<InboxMessage> MailAsync(EmulatedSendGrid mail, int number)
    {
        await Eventually.TrueAsync(() => mail.Messages(Ann).Count() >= number, $"message {number}");
        return mail.Messages(Ann).First();
    }

    [System.Text.RegularExpressions.GeneratedRegex("name=\"form\" value=\"([^\"]+)\"")]
    private static partial System.Text.RegularExpressions.Regex Token();

    [System.Text.RegularExpressions.GeneratedRegex("http://[^\\s]+/api/confirm/[^\\s]+")]
    private static partial System.Text.RegularExpressions.Regex Link();
}
