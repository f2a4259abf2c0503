using Microsoft.Extensions.Configuration;

namespace FunctionsPipeline.Functions.Tests;

public sealed class AppSettingsCheckTests
{
    private const string WebhookKey =
        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==";
    private static readonly string Key = Convert.ToBase64String(new byte[32]);

    /// <summary>What infra/modules/app.bicep sets, with the vault's secrets in place.</summary>
    private static Dictionary<string, string?> Azure() =>
        new()
        {
            ["AzureWebJobsStorage:blobServiceUri"] = "https://clinic.blob.core.windows.net",
            ["AzureWebJobsStorage:queueServiceUri"] = "https://clinic.queue.core.windows.net",
            ["AzureWebJobsStorage:credential"] = "managedidentity",
            ["AzureWebJobsStorage:clientId"] = "00000000-0000-0000-0000-000000000000",
            ["SiteBaseUrl"] = "https://news.example.org",
            ["FunctionsBaseUrl"] = "https://news.example.org",
            ["TrustedProxies"] = "1",
            ["SendGrid:ApiKey"] = "SG.test",
            ["SendGrid:WebhookPublicKey"] = WebhookKey,
            ["SendGrid:Region"] = "global",
            ["SendGrid:SandboxMode"] = "False",
            ["Links:SigningKeys"] = "k1:" + Key,
            ["Subscribers:ShardKey"] = Key,
            ["Subscribers:SuppressionKeys"] = "s1:" + Key,
            ["AzureWebJobs.RenderArticleScan.Disabled"] = "true",
        };

    [Fact]
    public void What_infra_sets_is_enough() => Assert.Equal([], Problems(Azure()));

    [Fact]
    public void A_laptop_needs_Azurite_and_a_mail_key_only() =>
        Assert.Equal(
            [],
            Problems(
                new() { ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true", ["SendGrid:ApiKey"] = "SG.local" },
                isDevelopment: true
            )
        );

    [Fact]
    public void Everything_missing_is_told_at_once()
    {
        var problems = Problems([]);
        string[] missing =
        [
            "AzureWebJobsStorage",
            "SiteBaseUrl",
            "FunctionsBaseUrl",
            "SendGrid__WebhookPublicKey",
            "SendGrid__ApiKey",
            "Links__SigningKeys",
            "Subscribers__ShardKey",
            "Subscribers__SuppressionKeys",
        ];
        Assert.Equal(missing.Length, problems.Count);
        Assert.All(
            missing,
            name => Assert.Contains(problems, problem => problem.StartsWith(name, StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData(
        "AzureWebJobsStorage",
        "UseDevelopmentStorage=true",
        "AzureWebJobsStorage: both a connection string and the identity form"
    )]
    [InlineData("AzureWebJobsStorage:queueServiceUri", null, "AzureWebJobsStorage__queueServiceUri is missing")]
    [InlineData(
        "AzureWebJobsStorage:blobServiceUri",
        "clinic",
        "AzureWebJobsStorage__blobServiceUri is not a web address."
    )]
    [InlineData(
        "AzureWebJobsStorage:credential",
        "key",
        "AzureWebJobsStorage__credential can only be managedidentity."
    )]
    [InlineData("AzureWebJobsStorage:credential", null, "AzureWebJobsStorage__credential is missing")]
    [InlineData("SiteBaseUrl", "news.example.org", "SiteBaseUrl is not a web address.")]
    [InlineData("FunctionsBaseUrl", "ftp://news.example.org", "FunctionsBaseUrl is not a web address.")]
    [InlineData("TrustedProxies", "10.0.0.1", "TrustedProxies is not a number")]
    [InlineData("SendGrid:Region", "mars", "SendGrid__Region is neither global nor eu.")]
    [InlineData("SendGrid:SandboxMode", "perhaps", "SendGrid__SandboxMode is neither true nor false.")]
    [InlineData("Desk:Authentication", "Entra", "Desk__Authentication is neither mail nor app-service.")]
    [InlineData("SendGrid:ApiKey", "two words", "SendGrid__ApiKey holds a space")]
    [InlineData("SendGrid:WebhookPublicKey", "", "SendGrid__WebhookPublicKey is missing")]
    [InlineData("Links:SigningKeys", "k1:short", "Links__SigningKeys, entry 1")]
    [InlineData(
        "SendGrid:ApiKey",
        "@Microsoft.KeyVault(SecretUri=https://v/secrets/SendGrid--ApiKey)",
        "SendGrid__ApiKey: Azure could not read the secret 'SendGrid--ApiKey'."
    )]
    [InlineData(
        "SendGrid:WebhookPublicKey",
        "@Microsoft.KeyVault(SecretUri=x)",
        "SendGrid__WebhookPublicKey: Azure could not read the secret"
    )]
    [InlineData(
        "Subscribers:ShardKey",
        "@Microsoft.KeyVault(SecretUri=https://v/secrets/Subscribers--ShardKey)",
        "Subscribers__ShardKey: Azure could not read the secret 'Subscribers--ShardKey'."
    )]
    [InlineData(
        "AzureWebJobs.RenderArticleEventGrid.Disabled",
        "true",
        "AzureWebJobs.RenderArticleScan.Disabled and AzureWebJobs.RenderArticleEventGrid.Disabled are both true"
    )]
    [InlineData(
        "AzureWebJobs.RenderArticleEventGrid.Disabled",
        "yes",
        "AzureWebJobs.RenderArticleEventGrid.Disabled is neither true nor false."
    )]
    [InlineData(
        "AzureWebJobs_RenderArticleEventGrid_Disabled",
        "true",
        "AzureWebJobs.RenderArticleScan.Disabled and AzureWebJobs.RenderArticleEventGrid.Disabled are both true"
    )]
    public void One_wrong_setting_is_the_one_that_is_named(string key, string? value, string told)
    {
        var settings = Azure();
        settings[key] = value;
        var problem = Assert.Single(Problems(settings));
        Assert.StartsWith(told, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_message_lists_all_and_shows_no_value()
    {
        var settings = Azure();
        settings["SendGrid:ApiKey"] = "SG.very secret";
        settings["Subscribers:ShardKey"] = "also-secret";
        settings["TrustedProxies"] = "many";
        var message = AppSettingsCheck.Message(Problems(settings));
        Assert.StartsWith("The app cannot start: 3 of its settings must be fixed.", message, StringComparison.Ordinal);
        Assert.Equal(4, message.Split('\n').Length);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Problems(Dictionary<string, string?> settings, bool isDevelopment = false) =>
        AppSettingsCheck.Problems(Configuration(settings), isDevelopment);

    private static IConfiguration Configuration(Dictionary<string, string?> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
}
