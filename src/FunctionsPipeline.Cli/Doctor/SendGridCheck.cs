using FunctionsPipeline.SendGrid;
using FunctionsPipeline.SendGrid.Account;
using FunctionsPipeline.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.Cli.Doctor;

/// <summary>SendGrid's key with its rights, and the event webhook as SendGrid has it.</summary>
internal sealed class SendGridCheck(IServiceProvider services, IConfiguration configuration) : IDoctorCheck
{
    private const string KeyFix = "Create a key at SendGrid under Settings, API Keys, and set SendGrid__ApiKey.";

    /// <summary>What the app calls; 'user.scheduled_sends' stands for its four parts.</summary>
    private static readonly string[] Needed =
    [
        "mail.send",
        "user.scheduled_sends.create",
        "user.scheduled_sends.read",
        "user.scheduled_sends.update",
        "user.scheduled_sends.delete",
        "suppression.read",
    ];

    public string Name => "sendgrid";

    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(configuration[$"{SendGridOptions.Section}:{nameof(SendGridOptions.ApiKey)}"]))
            return [CheckResult.Failed("SendGrid__ApiKey is not set on this machine.", KeyFix)];
        SendGridOptions options;
        try
        {
            options = services.GetRequiredService<IOptions<SendGridOptions>>().Value;
        }
        catch (OptionsValidationException e)
        {
            return [CheckResult.Failed(string.Join(' ', e.Failures), KeyFix)];
        }
        var account = services.GetRequiredService<SendGridAccount>();
        var scopes = await account.ScopesAsync(cancellationToken);
        if (scopes.Value is null)
            return [CheckResult.Failed($"SendGrid does not accept the key: {scopes.Problem}.", KeyFix)];
        string[] missing = [.. Needed.Except(scopes.Value, StringComparer.Ordinal)];
        return
        [
            missing.Length == 0
                ? CheckResult.Ok("SendGrid accepts the key, and it has every right that the app needs.")
                : CheckResult.Failed(
                    $"The key lacks {string.Join(", ", missing)}.",
                    "Add these rights to the key at SendGrid under Settings, API Keys."
                ),
            WebhookResult(options, await account.WebhooksAsync(cancellationToken)),
        ];
    }

    private CheckResult WebhookResult(SendGridOptions options, AccountAnswer<IReadOnlyList<EventWebhook>> answer)
    {
        var address = new Uri(SettingsServices.FunctionsUrl(configuration), "api/sendgrid/events").AbsoluteUri;
        if (answer.Value is not { } webhooks)
            return CheckResult.Skipped(
                $"The key may not read the event webhooks ({answer.Problem}). At SendGrid under Settings, Mail Settings, one must post to {address}, signed."
            );
        if (webhooks.FirstOrDefault(w => IsSame(w.Url, address)) is not { } ours)
            return CheckResult.Failed(
                $"No event webhook at SendGrid posts to {address}.",
                "Add it at SendGrid under Settings, Mail Settings, Event Webhooks, with signature verification; without it no outcome and no bounce is known."
            );
        if (!ours.Enabled)
            return CheckResult.Failed("The event webhook is switched off at SendGrid.", "Enable it there.");
        if (string.IsNullOrEmpty(ours.PublicKey))
            return CheckResult.Failed(
                "The event webhook is not signed, and the app refuses what is not.",
                "Enable signature verification at SendGrid, and set SendGrid__WebhookPublicKey to the key that it shows."
            );
        return options.WebhookPublicKey.Contains(ours.PublicKey, StringComparison.Ordinal)
            ? CheckResult.Ok("The event webhook is on, signed, and its key is the one in the settings.")
            : CheckResult.Failed(
                "The event webhook is signed with another key than SendGrid__WebhookPublicKey.",
                "Copy the verification key from SendGrid into the settings."
            );
    }

    private static bool IsSame(string url, string address) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.AbsoluteUri == address;
}
