using System.Security.Cryptography;
using System.Text.RegularExpressions;
using FunctionsPipeline.AzureStorage;
using FunctionsPipeline.LocalDev.SendGridEmulator;
using FunctionsPipeline.LocalDev.SendGridEmulator.Inbox;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Joining;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Links;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Journeys.Subscribers;

/// <summary>
/// The app in a process of its own, with mail that stays on this machine. One for all tests that only use it.
/// </summary>
public sealed partial class SubscriberApp : IAsyncLifetime
{
    private EmulatedSendGrid? _mail;
    private RunningApp? _app;
    private string? _formToken;

    public RunningApp App => _app!;

    /// <summary>With which the event webhook takes posts to be signed.</summary>
    public ECDsa WebhookKey { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public async Task InitializeAsync()
    {
        _mail = await EmulatedSendGrid.StartAsync(new EmulatorOptions(), clock: null, CancellationToken.None);
        var storage = await AzuriteFixture.NewAccountAsync();
        await Drops.PutAsync(storage, Containers.Settings, "site.yml", SampleSite.AddressAlone);
        _app = await RunningApp.StartAsync(
            storage,
            new Dictionary<string, string>
            {
                ["SendGrid__ApiKey"] = "SG.test",
                ["SendGrid__BaseUrl"] = _mail.Address.AbsoluteUri,
                ["SendGrid__WebhookPublicKey"] = Convert.ToBase64String(WebhookKey.ExportSubjectPublicKeyInfo()),
            }
        );
    }

    public async Task DisposeAsync()
    {
        await App.DisposeAsync();
        await _mail!.DisposeAsync();
        WebhookKey.Dispose();
    }

    public Uri Url(string path) => new(App.Address, path);

    /// <summary>The newest message to an address, once there are so many.</summary>
    public async Task<InboxMessage> MessageAsync(string address, int number = 1)
    {
        await Eventually.TrueAsync(() => _mail!.Messages(address).Count() >= number, $"message {number} to {address}");
        return _mail!.Messages(address).First();
    }

    /// <summary>As the app makes links: it runs on development storage and so with well-known keys.</summary>
    public SubscriberLinks Links => new(new LinkSigner(SubscriberKeys.Development), new SubscriberUrls(App.Address));

    public async Task<Subscriber?> FindAsync(string address)
    {
        var blobs = new AzureBlobStore(StorageClients.From(App.ConnectionString).Blobs);
        var parsed = EmailAddress.Parse(address);
        return (
            await new ShardStore(blobs, SubscriberKeys.Development, TimeProvider.System, new Random(1)).ReadAsync(
                parsed,
                default
            )
        ).Find(parsed);
    }

    /// <summary>What the form carries, once it is as old as a person needs to fill it in.</summary>
    public async Task<string> FormTokenAsync()
    {
        if (_formToken is null)
        {
            var token = Token().Match(await App.Http.GetStringAsync(Url("api/subscribe"))).Groups[1].Value;
            await Task.Delay(FormToken.Fastest + TimeSpan.FromMilliseconds(100));
            _formToken = token;
        }
        return _formToken;
    }

    /// <summary>The one link of a message's text.</summary>
    public static Uri LinkIn(InboxMessage message) => new(Link().Match(message.Text).Value);

    [GeneratedRegex("name=\"form\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("http://[^\\s]+/api/[^\\s]+")]
    private static partial Regex Link();
}
