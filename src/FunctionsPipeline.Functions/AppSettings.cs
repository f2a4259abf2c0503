namespace FunctionsPipeline.Functions;

/// <summary>
/// Every setting that the app or its host reads, by the name that it has in the environment. <c>infra/</c> sets each
/// required one and no other; a test compares, and looks for configuration reads in <c>src</c> that are not listed here.
/// </summary>
/// <remarks>
/// In the environment and in Azure a <c>__</c> separates section from key; .NET's configuration shows it as <c>:</c>
/// (<see cref="AppSetting.ConfigurationKey"/>).
/// </remarks>
public static class AppSettings
{
    /// <summary>
    /// The section that names the storage account, for the host, for the triggers and for our own adapter.
    /// </summary>
    public const string StorageSection = "AzureWebJobsStorage";

    public const string StorageConnectionString = StorageSection;
    public const string StorageAccountName = StorageSection + "__accountName";
    public const string StorageBlobServiceUri = StorageSection + "__blobServiceUri";
    public const string StorageQueueServiceUri = StorageSection + "__queueServiceUri";
    public const string StorageCredential = StorageSection + "__credential";
    public const string StorageClientId = StorageSection + "__clientId";
    public const string SiteBaseUrl = "SiteBaseUrl";
    public const string FunctionsBaseUrl = "FunctionsBaseUrl";
    public const string TrustedProxies = "TrustedProxies";
    public const string SendGridApiKey = "SendGrid__ApiKey";
    public const string SendGridWebhookPublicKey = "SendGrid__WebhookPublicKey";
    public const string SendGridRegion = "SendGrid__Region";
    public const string SendGridSandboxMode = "SendGrid__SandboxMode";
    public const string SendGridBaseUrl = "SendGrid__BaseUrl";
    public const string LinksSigningKeys = "Links__SigningKeys";
    public const string SubscribersShardKey = "Subscribers__ShardKey";
    public const string SubscribersSuppressionKeys = "Subscribers__SuppressionKeys";

    public const string DeskAuthentication = "Desk__Authentication";

    /// <summary>
    /// One per syndication target that needs a secret; <c>&lt;name&gt;</c> is the target's name in site.yml.
    /// </summary>
    public const string TargetSecret = "Targets__<name>__Secret";

    public const string RenderArticleScanDisabled = "AzureWebJobs.RenderArticleScan.Disabled";
    public const string RenderArticleEventGridDisabled = "AzureWebJobs.RenderArticleEventGrid.Disabled";
    public const string ApplicationInsightsConnectionString = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    public const string ApplicationInsightsAuthentication = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";
    public const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>In the order in which a person reads them.</summary>
    public static IReadOnlyList<AppSetting> All { get; } =
    [
        new(
            StorageConnectionString,
            SettingNeed.Elsewhere,
            SettingReader.AppAndHost,
            "Connection string of the storage account. For Azurite and for accounts that still allow keys. Never beside the identity form."
        ),
        new(
            StorageAccountName,
            SettingNeed.Elsewhere,
            SettingReader.AppAndHost,
            "Name of the storage account, in place of the two addresses below."
        ),
        new(
            StorageBlobServiceUri,
            SettingNeed.Required,
            SettingReader.AppAndHost,
            "Blob address of the storage account, https://NAME.blob.core.windows.net."
        ),
        new(
            StorageQueueServiceUri,
            SettingNeed.Required,
            SettingReader.AppAndHost,
            "Queue address of the same account."
        ),
        new(
            StorageCredential,
            SettingNeed.Required,
            SettingReader.AppAndHost,
            "managedidentity: sign in as the app's identity."
        ),
        new(
            StorageClientId,
            SettingNeed.Required,
            SettingReader.AppAndHost,
            "Client id of the user-assigned identity."
        ),
        new(
            SiteBaseUrl,
            SettingNeed.Required,
            SettingReader.App,
            "Public address of the site. Pages, feeds and mail link to it."
        ),
        new(
            FunctionsBaseUrl,
            SettingNeed.Required,
            SettingReader.App,
            "Public address below which api/... answers. Forms and mailed links point there."
        ),
        new(
            TrustedProxies,
            SettingNeed.Required,
            SettingReader.App,
            "How many proxies stand in front, whose X-Forwarded-For entries are believed: 0 none, 1 Azure's front end, 2 with Front Door. Absent means 0."
        ),
        new(
            SendGridApiKey,
            SettingNeed.Required,
            SettingReader.App,
            "SendGrid API key. Scopes: infra/README.md.",
            IsSecret: true
        ),
        new(
            SendGridWebhookPublicKey,
            SettingNeed.Required,
            SettingReader.App,
            "Public key of SendGrid's signed event webhook, base64 as SendGrid shows it.",
            IsSecret: true
        ),
        new(
            SendGridRegion,
            SettingNeed.Required,
            SettingReader.App,
            "global or eu: which SendGrid keeps the data. Absent means global."
        ),
        new(
            SendGridSandboxMode,
            SettingNeed.Required,
            SettingReader.App,
            "true: SendGrid checks every message and delivers none. Absent means false."
        ),
        new(
            SendGridBaseUrl,
            SettingNeed.Elsewhere,
            SettingReader.App,
            "Another address than SendGrid's, for the emulator."
        ),
        new(
            LinksSigningKeys,
            SettingNeed.Required,
            SettingReader.App,
            "Keys that sign links in mail: id:base64 of 32 bytes, newest first, ';' between them; id:base64:retired still unsubscribes.",
            IsSecret: true
        ),
        new(
            SubscribersShardKey,
            SettingNeed.Required,
            SettingReader.App,
            "Base64 of 32 bytes that spread subscribers over shards. Never changes.",
            IsSecret: true
        ),
        new(
            SubscribersSuppressionKeys,
            SettingNeed.Required,
            SettingReader.App,
            "Keys of the suppression hashes, id:base64, newest first, ';' between them; only ever added to.",
            IsSecret: true
        ),
        new(
            DeskAuthentication,
            SettingNeed.Required,
            SettingReader.App,
            "How staff sign in to the desk: mail, by a mailed link; app-service, by App Service authentication (Entra ID). Absent means mail."
        ),
        new(TargetSecret, SettingNeed.Optional, SettingReader.App, "Secret of one syndication target.", IsSecret: true),
        new(
            RenderArticleScanDisabled,
            SettingNeed.Required,
            SettingReader.Host,
            "true in Azure: Event Grid tells of new blobs."
        ),
        new(
            RenderArticleEventGridDisabled,
            SettingNeed.Elsewhere,
            SettingReader.AppAndHost,
            "true outside Azure: the container is scanned, and drops that the scan misses are looked for sooner."
        ),
        new(
            ApplicationInsightsConnectionString,
            SettingNeed.Required,
            SettingReader.AppAndHost,
            "Where logs and metrics go."
        ),
        new(
            ApplicationInsightsAuthentication,
            SettingNeed.Required,
            SettingReader.AppAndHost,
            "ClientId=...;Authorization=AAD: logs and metrics are sent as the app's identity."
        ),
        new(
            OtlpEndpoint,
            SettingNeed.Elsewhere,
            SettingReader.App,
            "Address of an OpenTelemetry collector that gets logs and metrics by OTLP. The standard OTEL_* variables beside it count."
        ),
    ];
}

/// <summary>One setting.</summary>
/// <param name="Name">As in the environment. A part in angle brackets stands for any name.</param>
/// <param name="Meaning">Meaning, unit and default, in one or two sentences.</param>
/// <param name="IsSecret">In Azure it is a reference to Key Vault; its value is never logged.</param>
public sealed record AppSetting(
    string Name,
    SettingNeed Need,
    SettingReader Reader,
    string Meaning,
    bool IsSecret = false
)
{
    /// <summary>The name in .NET's configuration.</summary>
    public string ConfigurationKey => Name.Replace("__", ":", StringComparison.Ordinal);

    /// <summary>The name of its secret in Key Vault, whose names hold letters, digits and '-'.</summary>
    public string SecretName => Name.Replace("__", "--", StringComparison.Ordinal);
}

/// <summary>Whether <c>infra/</c> sets it.</summary>
public enum SettingNeed
{
    /// <summary>Always set in Azure.</summary>
    Required,

    /// <summary>Set in Azure only where a parameter asks for it.</summary>
    Optional,

    /// <summary>For hosts other than Azure; never set there.</summary>
    Elsewhere,
}

/// <summary>Who reads it.</summary>
public enum SettingReader
{
    App,
    Host,
    AppAndHost,
}
