using System.Globalization;
using FunctionsPipeline.Mail;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.SendGrid.Tests;

/// <summary>The client as an application gets it, and requests to give it.</summary>
internal static class Mailing
{
    public static readonly DateTimeOffset Now = new(2026, 3, 10, 15, 0, 0, TimeSpan.Zero);

    public static ServiceProvider Services(
        Uri address,
        TimeProvider? clock = null,
        params (string Key, string Value)[] settings
    ) => Collection(address, clock, settings).BuildServiceProvider();

    public static ServiceProvider Services(Uri address, IMailAccountWatch watch) =>
        Collection(address, null, []).AddSingleton(watch).BuildServiceProvider();

    public static ServiceProvider Services(Uri address, ILoggerProvider logs) =>
        Collection(address, null, [])
            .AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(logs))
            .BuildServiceProvider();

    /// <summary>With the wire replaced: everything above it is as in the application.</summary>
    public static ServiceProvider Services(
        StubWire wire,
        TimeProvider? clock = null,
        params (string Key, string Value)[] settings
    )
    {
        var services = Collection(new Uri("http://127.0.0.1:1/"), clock, settings);
        services.AddHttpClient("SendGridApi").ConfigurePrimaryHttpMessageHandler(() => wire);
        return services.BuildServiceProvider();
    }

    private static IServiceCollection Collection(
        Uri address,
        TimeProvider? clock,
        (string Key, string Value)[] settings
    )
    {
        var all = new Dictionary<string, string?>
        {
            ["SendGrid:ApiKey"] = "SG.test",
            ["SendGrid:BaseUrl"] = address.ToString(),
        };
        foreach (var (key, value) in settings)
            all[$"SendGrid:{key}"] = value;
        return new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(all).Build())
            .AddSingleton(clock ?? new ManualTimeProvider(Now))
            .AddSendGridMail();
    }

    public static BulkRequest Request(int recipients = 2) =>
        new(
            "batch-1",
            Now.AddMinutes(40),
            new BulkContent(
                new Mailbox("news@clinic.example", "The Clinic"),
                new Mailbox("desk@clinic.example"),
                "Back pain, -name-",
                "<p>Hello -name-</p>",
                "Hello -name_text-",
                new Dictionary<string, string> { ["List-Id"] = "News <news.clinic.example>" },
                ["issue"]
            ),
            [.. Enumerable.Range(0, recipients).Select(Recipient)],
            new Dictionary<string, string>
            {
                ["fp_issue"] = "weekly-20260310",
                ["fp_request"] = "weekly-20260310-r1",
                ["fp_gen"] = "0",
            }
        );

    public static BulkRecipient Recipient(int number) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"s{number:d6}"),
            new Mailbox(string.Create(CultureInfo.InvariantCulture, $"reader{number}@mail.example"), "Reader"),
            new Dictionary<string, string> { ["-name-"] = "Ann &amp; Bo", ["-name_text-"] = "Ann & Bo" },
            new Dictionary<string, string>
            {
                ["List-Unsubscribe"] = string.Create(
                    CultureInfo.InvariantCulture,
                    $"<https://clinic.example/u/{number}>"
                ),
                ["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click",
            }
        );

    public static MailMessage Message() =>
        new(
            "m-1",
            "confirmation",
            new Mailbox("news@clinic.example"),
            new Mailbox("ann@mail.example", "Ann"),
            null,
            "Please confirm",
            "<p>Confirm</p>",
            "Confirm",
            new Dictionary<string, string> { ["Auto-Submitted"] = "auto-generated" }
        );
}
