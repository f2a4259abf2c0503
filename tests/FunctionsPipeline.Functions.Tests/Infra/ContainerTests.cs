using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using YamlDotNet.Serialization;

namespace FunctionsPipeline.Functions.Tests.Infra;

/// <summary>The settings of the app outside Azure: in <c>infra/container</c>, and for <c>func start</c>.</summary>
public sealed class ContainerTests
{
    /// <summary>Read by the Functions host or by Azure's identity library, not by the app.</summary>
    private static readonly string[] NotOurs =
    [
        "AzureFunctionsWebHost__hostid",
        "FUNCTIONS_WORKER_RUNTIME",
        "AZURE_TENANT_ID",
        "AZURE_CLIENT_ID",
        "AZURE_CLIENT_SECRET",
    ];

    private const string FinalImage = "mcr.microsoft.com/azure-functions/dotnet-isolated:4-dotnet-isolated10.0";

    private static readonly string Container = Path.Combine(RepositoryTexts.Root, "infra", "container");

    [Fact]
    public void Every_setting_is_one_that_the_app_or_its_host_reads()
    {
        var known = AppSettings.All.Select(setting => setting.Name).Concat(NotOurs).ToHashSet(StringComparer.Ordinal);
        var named = Compose()
            .Keys.Concat(LocalSettings().Keys)
            .Concat(EnvironmentFile(examples: true).Select(line => line.Name));
        Assert.Equal([], named.Where(name => !known.Contains(name)));
    }

    /// <summary>With the secrets filled in, the app starts as the page describes it.</summary>
    [Fact]
    public void Nothing_that_the_app_needs_is_missing()
    {
        var key = Convert.ToBase64String(new byte[32]);
        using var webhookKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var secrets = new Dictionary<string, string>
        {
            [AppSettings.SendGridApiKey] = "SG.test",
            [AppSettings.SendGridWebhookPublicKey] = Convert.ToBase64String(webhookKey.ExportSubjectPublicKeyInfo()),
            [AppSettings.LinksSigningKeys] = "k1:" + key,
            [AppSettings.SubscribersShardKey] = key,
            [AppSettings.SubscribersSuppressionKeys] = "s1:" + key,
        };
        var settings = EnvironmentFile(examples: false)
            .ToDictionary(line => line.Name, line => secrets.GetValueOrDefault(line.Name, line.Value));
        foreach (var (name, value) in Compose())
            settings.Add(name, value);
        Assert.Equal([], AppSettingsCheck.Problems(Configuration(settings), isDevelopment: false));
    }

    [Fact]
    public void The_local_settings_are_enough_for_development() =>
        Assert.Equal([], AppSettingsCheck.Problems(Configuration(LocalSettings()), isDevelopment: true));

    /// <summary>Without Event Grid the container is scanned, and Event Grid's function is off.</summary>
    [Fact]
    public void Outside_azure_articles_come_by_the_scan()
    {
        foreach (var settings in new[] { Compose(), LocalSettings() })
        {
            Assert.Equal("true", settings[AppSettings.RenderArticleEventGridDisabled]);
            Assert.DoesNotContain(AppSettings.RenderArticleScanDisabled, settings.Keys);
        }
    }

    /// <summary>The name of a container changes with each update, and the host's receipts would be lost with it.</summary>
    [Fact]
    public void The_host_has_a_name_that_stays() => Assert.NotEmpty(Compose()["AzureFunctionsWebHost__hostid"]);

    [Fact]
    public void The_image_is_microsofts_runs_without_root_and_restores_what_is_locked()
    {
        var lines = File.ReadAllLines(Path.Combine(Container, "Dockerfile"));
        Assert.Equal($"FROM {FinalImage}", Last("FROM "));
        Assert.Equal("USER $APP_UID", Last("USER "));
        Assert.EndsWith("--locked-mode", Last("RUN dotnet restore "), StringComparison.Ordinal);
        var ignored = File.ReadAllLines(Path.Combine(Container, "Dockerfile.dockerignore"));
        Assert.Contains("**/local.settings.json", ignored);
        Assert.Contains("**/.env", ignored);

        string Last(string instruction) => lines.Last(line => line.StartsWith(instruction, StringComparison.Ordinal));
    }

    private static Dictionary<string, string> Compose()
    {
        var compose = new DeserializerBuilder()
            .IgnoreUnmatchedProperties()
            .Build()
            .Deserialize<ComposeFile>(File.ReadAllText(Path.Combine(Container, "compose.yaml")));
        return compose.Services["app"].Environment;
    }

    /// <param name="examples">Also the lines that are commented out.</param>
    private static IEnumerable<(string Name, string Value)> EnvironmentFile(bool examples) =>
        File.ReadAllLines(Path.Combine(Container, ".env.example"))
            .Select(line => examples && line is ['#', >= 'A' and <= 'Z', ..] ? line[1..] : line)
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('=', 2))
            .Select(parts => (parts[0], parts[1]));

    private static Dictionary<string, string> LocalSettings()
    {
        var file = Path.Combine(
            RepositoryTexts.Root,
            "src",
            "FunctionsPipeline.Functions",
            "local.settings.example.json"
        );
        return new ConfigurationBuilder()
            .AddJsonStream(new MemoryStream(File.ReadAllBytes(file)))
            .Build()
            .GetSection("Values")
            .GetChildren()
            .ToDictionary(setting => setting.Key, setting => setting.Value!);
    }

    private static IConfigurationRoot Configuration(Dictionary<string, string> settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings.Select(setting =>
                    KeyValuePair.Create(
                        setting.Key.Replace("__", ":", StringComparison.Ordinal),
                        (string?)setting.Value
                    )
                )
            )
            .Build();

    private sealed class ComposeFile
    {
        [YamlMember(Alias = "services")]
        public Dictionary<string, ComposeService> Services { get; set; } = [];
    }

    private sealed class ComposeService
    {
        [YamlMember(Alias = "environment")]
        public Dictionary<string, string> Environment { get; set; } = [];
    }
}
