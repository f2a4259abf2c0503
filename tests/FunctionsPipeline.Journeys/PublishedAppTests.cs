using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Azure.Storage.Blobs;
using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.LocalDev.SendGridEmulator;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Keys;

namespace FunctionsPipeline.Journeys;

/// <summary>
/// The published app as it is deployed, under the local host outside development: started from an empty folder, with nothing
/// but environment variables to go by.
/// </summary>
public sealed class PublishedAppTests : IAsyncLifetime
{
    private readonly DirectoryInfo _published = Directory.CreateTempSubdirectory("fp-published");
    private readonly DirectoryInfo _working = Directory.CreateTempSubdirectory("fp-working");

    public async Task InitializeAsync()
    {
        var (code, said) = await RunAsync(
            new ProcessStartInfo("dotnet")
            {
                WorkingDirectory = RepositoryRoot.Find(),
                ArgumentList =
                {
                    "publish",
                    "src/FunctionsPipeline.Functions",
                    "--no-build",
                    "--configuration",
                    Configuration,
                    "--output",
                    _published.FullName,
                },
            }
        );
        Assert.True(code == 0, said);
    }

    public Task DisposeAsync()
    {
        _published.Delete(recursive: true);
        _working.Delete(recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Everything_that_is_missing_is_told_in_one_message()
    {
        var (code, said) = await RunAsync(
            Start(new Dictionary<string, string> { ["AzureWebJobsStorage"] = await AzuriteFixture.NewAccountAsync() })
        );

        Assert.Equal(1, code);
        string[] missing =
        [
            "SiteBaseUrl",
            "FunctionsBaseUrl",
            "SendGrid__ApiKey",
            "SendGrid__WebhookPublicKey",
            "Links__SigningKeys",
            "Subscribers__ShardKey",
            "Subscribers__SuppressionKeys",
        ];
        Assert.Contains(
            $"The app cannot start: {missing.Length} of its settings must be fixed.",
            said,
            StringComparison.Ordinal
        );
        Assert.All(missing, name => Assert.Contains("\n- " + name, said, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_of_other_keys_is_told_in_a_sentence_and_one_that_is_away_is_waited_for()
    {
        var storage = await AzuriteFixture.NewAccountAsync();
        var settings = Settings(storage, new Uri("http://127.0.0.1:9/"), new Uri("http://127.0.0.1:0/"));
        await KeyCheck.EnsureAsync(
            new AzureBlobStore(StorageClients.From(storage).Blobs),
            SubscriberKeys.Development,
            CancellationToken.None
        );

        var (code, said) = await RunAsync(Start(settings));

        Assert.Equal(1, code);
        Assert.Contains("another Subscribers__ShardKey", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);

        // Port 9 (discard): no one listens there.
        settings["AzureWebJobsStorage"] = Regex.Replace(
            storage,
            "http://127.0.0.1:[0-9]+",
            "http://127.0.0.1:9",
            RegexOptions.None,
            TimeSpan.FromSeconds(1)
        );
        var start = Start(settings);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var waiting = Process.Start(start)!;
        var errors = waiting.StandardError.ReadToEndAsync();
        var lines = "";
        while (
            !lines.Contains("It is tried again until storage answers.", StringComparison.Ordinal)
            && await waiting.StandardOutput.ReadLineAsync() is { } line
        )
            lines += line + "\n";
        Assert.False(waiting.HasExited, lines);
        _ = waiting.StandardOutput.ReadToEndAsync();
        using (var kill = Process.Start("kill", ["-TERM", $"{waiting.Id}"]))
            await kill.WaitForExitAsync();
        await waiting.WaitForExitAsync();
        Assert.Equal((0, ""), (waiting.ExitCode, await errors));
    }

    [Fact]
    public async Task It_publishes_asks_for_keys_stops_when_told_and_leaves_nothing_behind()
    {
        await using var mail = await EmulatedSendGrid.StartAsync(
            new EmulatorOptions(),
            clock: null,
            CancellationToken.None
        );
        var storage = await AzuriteFixture.NewAccountAsync();
        await using var app = await RunningApp.StartAsync(
            address => Start(Settings(storage, mail.Address, address)),
            storage
        );

        await Drops.PutAsync(
            storage,
            Containers.Articles,
            "walking.md",
            "---\ntitle: Walking\nsummary: What walking does.\n---\n\nWalking helps.\n"
        );
        var page = new BlobContainerClient(storage, Containers.Web).GetBlobClient("walking/index.html");
        await Eventually.TrueAsync(async () => await page.ExistsAsync(), "the article's page");
        Assert.Equal(HttpStatusCode.Unauthorized, (await ExportAsync(app, null)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await ExportAsync(app, "a guess")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ExportAsync(app, "the-host-key")).StatusCode);

        Assert.Equal(0, await app.StopAsync());
        Assert.DoesNotContain("(failed", app.Log, StringComparison.Ordinal);
        Assert.Empty(_working.EnumerateFileSystemInfos());
    }

    private static async Task<HttpResponseMessage> ExportAsync(RunningApp app, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(app.Address, "api/subscribers/export"));
        if (key is not null)
            request.Headers.Add("x-functions-key", key);
        return await app.Http.SendAsync(request);
    }

    private static Dictionary<string, string> Settings(string storage, Uri sendGrid, Uri address)
    {
        using var webhook = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = address.ToString().TrimEnd('/'),
            ["AzureWebJobsStorage"] = storage,
            ["SiteBaseUrl"] = "https://news.example.org",
            ["FunctionsBaseUrl"] = "https://news.example.org",
            ["SendGrid__ApiKey"] = "SG.test",
            ["SendGrid__BaseUrl"] = sendGrid.AbsoluteUri,
            ["SendGrid__WebhookPublicKey"] = Convert.ToBase64String(webhook.ExportSubjectPublicKeyInfo()),
            ["Links__SigningKeys"] = "k1:" + NewKey(),
            ["Subscribers__ShardKey"] = NewKey(),
            ["Subscribers__SuppressionKeys"] = "s1:" + NewKey(),
            ["AzureWebJobs.RenderArticleScan.Disabled"] = "true",
            ["TrustedProxies"] = "1",
            ["LocalHost__Keys__Host"] = "the-host-key",
            ["LocalHost__BlobWatchInterval"] = "00:00:00.5",
        };

        static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    }

    /// <summary>
    /// The published app with these settings and no other: nothing of this process's environment but where .NET is.
    /// </summary>
    private ProcessStartInfo Start(IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = _working.FullName,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "FunctionsPipeline.LocalHost.dll"),
                "--app",
                _published.FullName,
                "--environment",
                "Production",
                "--urls",
                settings.GetValueOrDefault("ASPNETCORE_URLS", "http://127.0.0.1:0"),
            },
        };
        var kept = new[] { "PATH", "DOTNET_ROOT", "HOME", "TMPDIR" }
            .Select(name => (name, value: Environment.GetEnvironmentVariable(name)))
            .ToList();
        start.Environment.Clear();
        foreach (var (name, value) in kept)
            start.Environment[name] = value;
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return start;
    }

    private static async Task<(int Code, string Said)> RunAsync(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(said));
    }

    private const string Configuration =
#if DEBUG
        "Debug";
#else
        "Release";
#endif
}
