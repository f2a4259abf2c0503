using System.Text.Json;
using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.LocalDev.SendGridEmulator;
using FunctionsPipeline.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Cli.Tests.Doctor;

/// <summary>The doctor on Azurite, the emulator of SendGrid, and a site that may be broken.</summary>
public sealed class DoctorCommandTests : IAsyncLifetime
{
    private readonly Dictionary<string, string> _settings = [];
    private WebApplication? _site;
    private string _feed = """<feed xmlns="http://www.w3.org/2005/Atom"><entry/><entry/></feed>""";
    private int _webhookAnswer = 401;
    private string _storage = "";
    private string _address = "";

    public async Task InitializeAsync()
    {
        _storage = await AzuriteFixture.NewAccountAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _site = builder.Build();
        _site.Urls.Add("http://127.0.0.1:0");
        _site.MapPost("/api/sendgrid/events", () => Results.StatusCode(_webhookAnswer));
        _site.MapGet("/feeds/atom.xml", () => Results.Text(_feed, "application/atom+xml"));
        await _site.StartAsync();
        _address = _site
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.First();
        _settings["SiteBaseUrl"] = _settings["FunctionsBaseUrl"] = _address;
    }

    public async Task DisposeAsync() => await _site!.DisposeAsync();

    [Fact]
    public async Task Storage_is_proved_without_a_blob_being_written()
    {
        var clients = StorageClients.From(_storage);
        foreach (
            var container in new[] { Containers.Articles, Containers.State, Containers.Subscribers, Containers.Reports }
        )
            await clients.Blobs.CreateBlobContainerAsync(container);

        var checks = await RunAsync("storage", "clock", "queues");

        Assert.All(checks, c => Assert.Equal("ok", c.State));
        var store = new AzureBlobStore(clients.Blobs);
        foreach (
            var container in new[] { Containers.Articles, Containers.State, Containers.Subscribers, Containers.Reports }
        )
            Assert.Empty(await store.ListAsync(container, "", default).ToListAsync());
    }

    [Fact]
    public async Task A_site_and_a_webhook_that_answer_as_they_should_pass()
    {
        var checks = await RunAsync("site", "webhook");

        Assert.All(checks, c => Assert.Equal("ok", c.State));
        Assert.Contains("2 entries", checks.Single(c => c.Check == "site").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html><body>Parked</body></html>", 401, "is no feed: it begins with <html>")]
    [InlineData("<feed", 401, "is no feed")]
    [InlineData("<!DOCTYPE x [<!ENTITY a 'b'>]><feed/>", 401, "is no feed")]
    [InlineData("""<feed xmlns="http://www.w3.org/2005/Atom"/>""", 200, "takes a post without a signature")]
    [InlineData("""<feed xmlns="http://www.w3.org/2005/Atom"/>""", 404, "answers 404")]
    public async Task Another_server_in_its_place_is_noticed(string feed, int webhook, string says)
    {
        (_feed, _webhookAnswer) = (feed, webhook);

        var failed = Assert.Single(await RunAsync("site", "webhook"), c => c.State == "failed");

        Assert.Contains(says, failed.Message, StringComparison.Ordinal);
        Assert.NotNull(failed.Fix);
    }

    [Fact]
    public async Task SendGrids_key_rights_and_webhook_are_compared_with_the_settings()
    {
        await using var mail = await EmulatedSendGrid.StartAsync(
            new EmulatorOptions { Webhook = new Uri(_address + "/api/sendgrid/events") },
            clock: null,
            default
        );
        Assert.Contains("SendGrid__ApiKey is not set", Assert.Single(await RunAsync("sendgrid")).Message);
        _settings["SendGrid__ApiKey"] = "SG.test";
        _settings["SendGrid__BaseUrl"] = mail.Address.AbsoluteUri;

        var other = Assert.Single(await RunAsync("sendgrid"), c => c.State == "failed");
        _settings["SendGrid__WebhookPublicKey"] = mail.WebhookPublicKey;
        var good = await RunAsync("sendgrid");
        mail.Faults.KeyRevoked = true;
        var revoked = Assert.Single(await RunAsync("sendgrid"));

        Assert.Contains("signed with another key", other.Message, StringComparison.Ordinal);
        Assert.All(good, c => Assert.Equal("ok", c.State));
        Assert.Contains("does not accept the key: 401", revoked.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SG.test", revoked.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_lacks_a_right_and_a_webhook_elsewhere_are_named()
    {
        await using var mail = await EmulatedSendGrid.StartAsync(
            new EmulatorOptions
            {
                Scopes = ["mail.send", "suppression.read"],
                Webhook = new Uri("https://old.example/"),
            },
            clock: null,
            default
        );
        _settings["SendGrid__ApiKey"] = "SG.test";
        _settings["SendGrid__BaseUrl"] = mail.Address.AbsoluteUri;

        var checks = await RunAsync("sendgrid");

        Assert.Equal(["failed", "failed"], checks.Select(c => c.State));
        Assert.Contains("user.scheduled_sends.create", checks[0].Message, StringComparison.Ordinal);
        Assert.Contains($"posts to {_address}", checks[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_without_an_app_is_told_apart_from_one_that_works()
    {
        var checks = await RunAsync("app", "settings", "targets");

        Assert.Contains(checks, c => c is { Check: "app", State: "failed" } && c.Message.Contains("never run"));
        Assert.Contains(
            checks,
            c => c is { Check: "settings", State: "failed" } && c.Message.Contains("no postal address")
        );
        Assert.Contains(checks, c => c is { Check: "targets", State: "ok" });
        var (code, said) = await CommandLine.RunAsync(_storage, "", _settings, "doctor", "--only", "teeth");
        Assert.Equal(1, code);
        Assert.Contains("There is no check 'teeth'. There are: settings, storage", said, StringComparison.Ordinal);
    }

    private async Task<List<Found>> RunAsync(params string[] only)
    {
        var (code, said) = await CommandLine.RunAsync(
            _storage,
            "",
            _settings,
            ["doctor", "--json", .. only.SelectMany(name => new[] { "--only", name })]
        );
        var checks = JsonSerializer.Deserialize<List<Found>>(said, JsonSerializerOptions.Web)!;
        Assert.Equal(checks.Exists(c => c.State == "failed") ? 1 : 0, code);
        return checks;
    }

    private sealed record Found(string Check, string State, string Message, string? Fix);
}
