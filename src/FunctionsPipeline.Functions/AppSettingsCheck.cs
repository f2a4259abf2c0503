using System.ComponentModel.DataAnnotations;
using System.Globalization;
using FunctionsPipeline.Functions.Desk;
using FunctionsPipeline.Functions.Publishing;
using FunctionsPipeline.SendGrid;
using FunctionsPipeline.Subscribers.Keys;
using Microsoft.Extensions.Configuration;

namespace FunctionsPipeline.Functions;

/// <summary>
/// Looks at all settings at once, before anything starts, so that the person who deploys learns of every missing,
/// malformed or contradictory one from a single message.
/// </summary>
public static class AppSettingsCheck
{
    /// <summary>ASP.NET Core's own switch for forwarded headers.</summary>
    private const string ForwardedHeadersEnabled = "ASPNETCORE_FORWARDEDHEADERS_ENABLED";

    private const string ScanDisabled = AppSettings.RenderArticleScanDisabled;
    private const string EventGridDisabled = AppSettings.RenderArticleEventGridDisabled;

    /// <summary>All problems in one message, one line each. It names settings, never values.</summary>
    public static string Message(IReadOnlyList<string> problems) =>
        $"The app cannot start: {problems.Count} of its settings must be fixed.\n- {string.Join("\n- ", problems)}";

    /// <summary>Says on the error stream why the app does not start, which is where the host looks for it.</summary>
    /// <returns>The exit code of a refused start.</returns>
    public static async Task<int> RefuseAsync(IReadOnlyList<string> problems)
    {
        await Console.Error.WriteLineAsync(Message(problems));
        return 1;
    }

    /// <summary>
    /// One sentence per problem, in the order of <see cref="AppSettings.All"/> as far as it goes. Empty if all is well.
    /// </summary>
    /// <param name="isDevelopment">True: what has a default for a laptop may be missing.</param>
    public static IReadOnlyList<string> Problems(IConfiguration configuration, bool isDevelopment)
    {
        var unresolved = Unresolved(configuration).ToList();
        if (unresolved.Count > 0)
            return
            [
                .. unresolved,
                .. Storage(configuration),
                .. Addresses(configuration, isDevelopment),
                .. BlobSource(configuration),
            ];
        return
        [
            .. Storage(configuration),
            .. Addresses(configuration, isDevelopment),
            .. SendGrid(configuration, isDevelopment),
            .. SubscriberKeysReader.Read(configuration, isDevelopment, out var keys) is null ? keys : [],
            .. Desk(configuration),
            .. BlobSource(configuration),
        ];
    }

    /// <summary>
    /// Told alone where it happens: what the features would say of the reference's text would only mislead.
    /// </summary>
    private static IEnumerable<string> Unresolved(IConfiguration configuration) =>
        AppSettings
            .All.Where(setting => setting.IsSecret && IsUnresolved(configuration[setting.ConfigurationKey]))
            .Select(setting =>
                $"{setting.Name}: Azure could not read the secret '{setting.SecretName}'. Put it into the vault (infra/README.md, step 3), or give the app its role, then restart."
            );

    /// <summary>
    /// Azure has put the reference itself in place of the secret: the vault has no such secret yet, or the identity may
    /// not read it.
    /// </summary>
    private static bool IsUnresolved(string? value) =>
        value?.StartsWith("@Microsoft.KeyVault(", StringComparison.Ordinal) == true;

    private static IEnumerable<string> Storage(IConfiguration configuration)
    {
        var byKey = Has(configuration, AppSettings.StorageConnectionString);
        var byName = Has(configuration, AppSettings.StorageAccountName);
        var blobs = Has(configuration, AppSettings.StorageBlobServiceUri);
        var queues = Has(configuration, AppSettings.StorageQueueServiceUri);
        if (byKey && (byName || blobs || queues))
            yield return $"{AppSettings.StorageConnectionString}: both a connection string and the identity form (__...) are set. Remove one of them.";
        else if (!byKey && !byName && !blobs && !queues)
            yield return $"{AppSettings.StorageConnectionString}: no storage account is named. Set {AppSettings.StorageBlobServiceUri} and {AppSettings.StorageQueueServiceUri}, or UseDevelopmentStorage=true for Azurite.";
        else if (!byKey && !byName && blobs != queues)
            yield return $"{(blobs ? AppSettings.StorageQueueServiceUri : AppSettings.StorageBlobServiceUri)} is missing: blobs and queues of the account go together.";

        foreach (
            var name in new[] { AppSettings.StorageBlobServiceUri, AppSettings.StorageQueueServiceUri }.Where(name =>
                !IsAddress(configuration, name)
            )
        )
            yield return $"{name} is not a web address.";

        var managed = string.Equals(
            Read(configuration, AppSettings.StorageCredential),
            "managedidentity",
            StringComparison.OrdinalIgnoreCase
        );
        if (Has(configuration, AppSettings.StorageCredential) && !managed)
            yield return $"{AppSettings.StorageCredential} can only be managedidentity.";
        else if (Has(configuration, AppSettings.StorageClientId) && !managed)
            yield return $"{AppSettings.StorageCredential} is missing: {AppSettings.StorageClientId} means nothing without managedidentity.";
    }

    private static IEnumerable<string> Addresses(IConfiguration configuration, bool isDevelopment)
    {
        foreach (
            var name in new[] { AppSettings.SiteBaseUrl, AppSettings.FunctionsBaseUrl }.Where(name =>
                !isDevelopment && !Has(configuration, name)
            )
        )
            yield return $"{name} is missing: pages and mailed links would lead to this machine. Write it in full, e.g. https://news.example.org.";
        foreach (
            var name in new[] { AppSettings.SiteBaseUrl, AppSettings.FunctionsBaseUrl }.Where(name =>
                !IsAddress(configuration, name)
            )
        )
            yield return $"{name} is not a web address. Write it in full, e.g. https://news.example.org.";
        if (
            Read(configuration, AppSettings.TrustedProxies) is { Length: > 0 } proxies
            && !(int.TryParse(proxies, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 10)
        )
            yield return $"{AppSettings.TrustedProxies} is not a number from 0 to 10.";
        // A second middleware would process a second entry, which the caller may have invented.
        if (bool.TryParse(configuration[ForwardedHeadersEnabled], out var enabled) && enabled)
            yield return $"{ForwardedHeadersEnabled} contradicts {AppSettings.TrustedProxies}, which alone says how many proxies are believed. Remove it.";
    }

    private static IEnumerable<string> SendGrid(IConfiguration configuration, bool isDevelopment)
    {
        if (!isDevelopment && !Has(configuration, AppSettings.SendGridWebhookPublicKey))
            yield return $"{AppSettings.SendGridWebhookPublicKey} is missing: without it no event is believed, and no one learns what became of an issue.";

        // Binding would stop at the first word that is no region and no truth value; the options are then looked at
        // without it.
        var values = configuration
            .GetSection(SendGridOptions.Section)
            .AsEnumerable()
            .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
        if (
            Read(configuration, AppSettings.SendGridRegion) is { Length: > 0 } region
            && !Enum.TryParse<SendGridRegion>(region, ignoreCase: true, out _)
        )
        {
            yield return $"{AppSettings.SendGridRegion} is neither global nor eu.";
            values.Remove($"{SendGridOptions.Section}:{nameof(SendGridOptions.Region)}");
        }

        if (
            Read(configuration, AppSettings.SendGridSandboxMode) is { Length: > 0 } sandbox
            && !bool.TryParse(sandbox, out _)
        )
        {
            yield return $"{AppSettings.SendGridSandboxMode} is neither true nor false.";
            values.Remove($"{SendGridOptions.Section}:{nameof(SendGridOptions.SandboxMode)}");
        }

        var options =
            new ConfigurationBuilder()
                .AddInMemoryCollection(values)
                .Build()
                .GetSection(SendGridOptions.Section)
                .Get<SendGridOptions>()
            ?? new();
        foreach (var result in options.Validate(new ValidationContext(options)))
            yield return result.ErrorMessage!;
    }

    private static IEnumerable<string> Desk(IConfiguration configuration)
    {
        if (DeskAuthenticator.Read(Read(configuration, AppSettings.DeskAuthentication)) is null)
            yield return $"{AppSettings.DeskAuthentication} is neither mail nor app-service.";
    }

    private static IEnumerable<string> BlobSource(IConfiguration configuration)
    {
        foreach (
            var name in new[] { ScanDisabled, EventGridDisabled }.Where(name =>
                DropSource.IsUnclear(configuration, name)
            )
        )
            yield return $"{name} is neither true nor false.";
        if (DropSource.IsOff(configuration, ScanDisabled) && DropSource.IsOff(configuration, EventGridDisabled))
            yield return $"{ScanDisabled} and {EventGridDisabled} are both true: no article would ever be rendered. Set one of them.";
    }

    private static string? Read(IConfiguration configuration, string name) =>
        configuration[name.Replace("__", ":", StringComparison.Ordinal)];

    private static bool Has(IConfiguration configuration, string name) =>
        !string.IsNullOrWhiteSpace(Read(configuration, name));

    /// <summary>Absent counts as well.</summary>
    private static bool IsAddress(IConfiguration configuration, string name) =>
        !Has(configuration, name)
        || (
            Uri.TryCreate(Read(configuration, name), UriKind.Absolute, out var address)
            && address.Scheme is "http" or "https"
        );
}
