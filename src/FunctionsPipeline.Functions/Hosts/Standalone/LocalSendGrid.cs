using FunctionsPipeline.LocalDev.Clock;
using FunctionsPipeline.LocalDev.SendGridEmulator;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FunctionsPipeline.Functions.Hosts;

/// <summary>SendGrid's emulator, where no key of the real one is set: mail ends in an inbox on this machine.</summary>
internal sealed class LocalSendGrid(EmulatedSendGrid sendGrid, IServer server, IHostApplicationLifetime lifetime) : IHostedService
{
    private const string ApiKey = "SG.local";

    /// <param name="clock">The app's, if it is not the machine's.</param>
    /// <param name="always">Whatever the settings say: the demo never mails anybody.</param>
    public static async Task AddAsync(FunctionsApplicationBuilder builder, MovableClock? clock, bool always)
    {
        var settings = builder.Configuration;
        if (!always && (settings["SendGrid:ApiKey"] is { Length: > 0 } || settings["SendGrid:BaseUrl"] is { Length: > 0 }))
            return;
        var sendGrid = await EmulatedSendGrid.StartAsync(new EmulatorOptions { ApiKey = ApiKey }, clock, CancellationToken.None);
        settings["SendGrid:ApiKey"] = ApiKey;
        settings["SendGrid:BaseUrl"] = sendGrid.Address.ToString();
        settings["SendGrid:WebhookPublicKey"] = sendGrid.WebhookPublicKey;
        builder.Services.AddSingleton(sendGrid);
        builder.Services.AddHostedService<LocalSendGrid>();
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Which port the app answers at is known only now, if it was told to take a free one.
        lifetime.ApplicationStarted.Register(() =>
        {
            var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
            if (address is not null)
                sendGrid.Webhook = new Uri(new Uri(address), "api/sendgrid/events");
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
