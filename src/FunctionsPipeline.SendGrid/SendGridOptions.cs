using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.SendGrid;

/// <summary>The section <c>SendGrid</c> of the settings.</summary>
public sealed class SendGridOptions : IValidatableObject
{
    public const string Section = "SendGrid";

    /// <summary>Needs the scopes mail.send, user.scheduled_sends.* and suppression.read.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>
    /// Public keys of the signed event webhook, base64 as SendGrid shows them, separated by commas: two while a key is
    /// being changed. Empty: every webhook call is refused.
    /// </summary>
    public string WebhookPublicKey { get; set; } = "";

    public SendGridRegion Region { get; set; }

    /// <summary>SendGrid checks every message, delivers none and reports no events.</summary>
    public bool SandboxMode { get; set; }

    /// <summary>
    /// Another address than SendGrid's, for the emulator: http on this machine, or https. Null: by region.
    /// </summary>
    public Uri? BaseUrl { get; set; }

    internal IEnumerable<string> WebhookPublicKeys =>
        WebhookPublicKey.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrWhiteSpace(ApiKey))
            yield return Wrong(nameof(ApiKey), "is missing; create a key at SendGrid under Settings, API Keys");
        else if (ApiKey.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c > '~'))
            yield return Wrong(
                nameof(ApiKey),
                "holds a space, a line break or a letter that no key has; copy it again"
            );

        if (BaseUrl is not null && !IsSafe(BaseUrl))
            yield return Wrong(nameof(BaseUrl), "must be https://..., or http:// to this machine, with no path");

        if (!WebhookPublicKeys.All(IsPublicKey))
            yield return Wrong(
                nameof(WebhookPublicKey),
                "is not a public key; copy the verification key that SendGrid shows beside the signed event webhook"
            );
    }

    private static ValidationResult Wrong(string property, string what) =>
        new($"{Section}__{property} {what}.", [property]);

    /// <summary>A key sent in the clear over a network is a key given away.</summary>
    private static bool IsSafe(Uri address) =>
        address.IsAbsoluteUri
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && address.PathAndQuery == "/";

    private static bool IsPublicKey(string key)
    {
        try
        {
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportSubjectPublicKeyInfo(Convert.FromBase64String(key), out _);
            return ecdsa.KeySize == 256;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return false;
        }
    }
}

/// <summary>Where SendGrid keeps the data.</summary>
public enum SendGridRegion
{
    Global,

    /// <summary>Needs an account of an EU subuser.</summary>
    Eu,
}

[OptionsValidator]
internal sealed partial class SendGridOptionsValidator : IValidateOptions<SendGridOptions>;
