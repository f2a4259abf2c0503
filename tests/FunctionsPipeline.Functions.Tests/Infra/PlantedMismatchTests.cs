namespace FunctionsPipeline.Functions.Tests.Infra;

/// <summary>Each case plants one mismatch in a copy of the texts: the check must name it.</summary>
public sealed class PlantedMismatchTests
{
    private const string Storage = "infra/modules/storage.bicep";
    private const string App = "infra/modules/app.bicep";
    private const string Access = "infra/modules/access.bicep";
    private const string Planted = "src/FunctionsPipeline.Functions/Planted.cs";

    [Theory]
    [InlineData(Storage, "  'reports'\n", "  'report'\n", "container reports: the code needs it, infra lacks it")]
    [InlineData(Storage, "  'reports'\n", "  'report'\n", "container report: infra has it, the code does not need it")]
    [InlineData(Storage, "enabled: true\n      indexDocument", "enabled: false\n      indexDocument", "container $web: the static website, which creates it, is not enabled")]
    [InlineData(Storage, "  'requests'\n", "", "queue requests: the code needs it, infra lacks it")]
    [InlineData(Storage, "${queue}-poison", "${queue}-dead", "poison queues do not end in -poison")]
    [InlineData(Storage, "days: 30\n", "days: 3\n", "aging rule newsletter/events/raw/ after 30 days: the code needs it, infra lacks it")]
    [InlineData(Storage, "newsletter/events/raw/", "newsletter/events/", "aging rule newsletter/events/ after 30 days: infra has it, the code does not need it")]
    [InlineData(Storage, "allowSharedKeyAccess: false", "allowSharedKeyAccess: true", "storage.bicep no longer says allowSharedKeyAccess: false")]
    [InlineData(Storage, "isVersioningEnabled: false", "isVersioningEnabled: true", "storage.bicep no longer says isVersioningEnabled: false")]
    [InlineData("infra/modules/vault.bicep", "enablePurgeProtection: true", "enablePurgeProtection: null", "vault.bicep no longer says enablePurgeProtection: true")]
    public void In_storage(string file, string old, string planted, string told) => Notices(file, old, planted, told);

    [Theory]
    [InlineData(App, "    Links__SigningKeys: '@Micro", "    Links__SigningKey: '@Micro", "setting Links__SigningKeys is required, but infra does not set it")]
    [InlineData(App, "    Links__SigningKeys: '@Micro", "    Links__SigningKey: '@Micro", "setting Links__SigningKey is set, but AppSettings does not list it: who reads it?")]
    [InlineData(App, "secrets/SendGrid--ApiKey)", "secrets/SendGridApiKey)", "setting SendGrid__ApiKey is a secret, but does not come from the vault as SendGrid--ApiKey")]
    [InlineData(App, "    SendGrid__Region: sendGridRegion", "    SendGrid__Region: sendGridRegion\n    SendGrid__BaseUrl: 'https://example.org'", "setting SendGrid__BaseUrl is not for Azure, but infra sets it")]
    [InlineData(App, "'Targets__${target}__Secret'", "'Target__${target}__Secret'", "setting Targets__<name>__Secret is optional, but infra has no way to set it")]
    [InlineData(Planted, "", "var colour = configuration[\"Colour\"];", Planted + " reads the setting Colour, which AppSettings does not list")]
    [InlineData(Planted, "", "var colour = configuration.GetValue<int>(\"Paint:Colour\");", Planted + " reads the setting Paint__Colour, which AppSettings does not list")]
    [InlineData(Planted, "", "var colour = Environment.GetEnvironmentVariable(\"COLOUR\");", Planted + " reads the setting COLOUR, which AppSettings does not list")]
    [InlineData(Planted, "", "[QueueTrigger(\"%QueueName%\", Connection = \"OtherAccount\")]", Planted + " reads the setting OtherAccount, which AppSettings does not list")]
    [InlineData(Planted, "", "const string Key = \"Paint\"; services.AddOptions<Paint>().BindConfiguration(Key);", Planted + " reads the setting Paint__*, which AppSettings does not list")]
    [InlineData("src/FunctionsPipeline/Settings/SettingsServices.cs", "\"SiteBaseUrl\"", "\"SiteUrl\"", "setting SiteBaseUrl is listed, but nothing in src reads it")]
    public void In_settings(string file, string old, string planted, string told) => Notices(file, old, planted, told);

    [Fact]
    public void In_options_classes()
    {
        var texts = RepositoryTexts.Read()
            .With("src/FunctionsPipeline.Functions/PaintOptions.cs", "", "public const string Section = \"Links\"; public string Colour { get; set; } = \"\";")
            .With(Planted, "", "services.AddOptions<PaintOptions>().BindConfiguration(PaintOptions.Section);");
        Assert.Contains($"{Planted} reads the setting Links__Colour, which AppSettings does not list", InfraConsistency.All(texts));
    }

    [Theory]
    [InlineData(Access, "roles.storageQueueDataContributor)\n    principalId: appPrincipalId", "roles.storageBlobDataReader)\n    principalId: appPrincipalId", "role of the app storageQueueDataContributor on account: the code needs it, infra lacks it")]
    [InlineData(Access, "roles.storageQueueDataContributor)\n    principalId: appPrincipalId", "roles.storageBlobDataReader)\n    principalId: appPrincipalId", "role of the app storageBlobDataReader on account: infra has it, the code does not need it")]
    [InlineData(Access, "roles.keyVaultSecretsUser)\n    principalId: appPrincipalId", "roles.keyVaultSecretsOfficer)\n    principalId: appPrincipalId", "role of the app keyVaultSecretsOfficer on vault: infra has it, the code does not need it")]
    [InlineData(Access, "scope: account::blobs::articles\n  properties: {\n    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataContributor)\n    principalId: staffGroupId", "scope: account\n  properties: {\n    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataContributor)\n    principalId: staffGroupId", "role of staff storageBlobDataContributor on account: infra has it, the code does not need it")]
    [InlineData(Access, "name: 'reports'", "name: 'subscribers'", "the name reports in access.bicep stands for another container")]
    [InlineData(Access, "StringNotEquals \\'articles\\'", "StringNotEquals \\'nothing\\'", "the app's role does not protect the container articles")]
    [InlineData(Access, "principalId: appPrincipalId\n    principalType: 'ServicePrincipal'\n    condition", "principalId: appPrincipalId\n    condition", "role of the app storageBlobDataOwner on account lacks principalType 'ServicePrincipal'")]
    [InlineData(Planted, "", "\nusing Azure.Data.Tables;\n", "the code uses Azure.Data.Tables: which role does the app need for it?")]
    [InlineData(Planted, "", "\nusing Azure.Security.KeyVault.Secrets;\n", "the code uses Azure.Security.KeyVault: which role does the app need for it?")]
    public void In_roles(string file, string old, string planted, string told) => Notices(file, old, planted, told);

    [Theory]
    [InlineData("src/FunctionsPipeline.Functions/Publishing/RenderArticle.cs", "[Function(\"RenderArticleEventGrid\")]", "[Function(\"RenderArticleEvents\")]", "function RenderArticleEventGrid is named by infra or AppSettings, but does not exist")]
    [InlineData("src/FunctionsPipeline.Functions/Newsletters/SendGridEvents.cs", "Route = \"sendgrid/events\"", "Route = \"events\"", "infra/README.md gives the address /api/sendgrid/events, at which no function answers")]
    [InlineData("infra/smoke.sh", "/api/health", "/api/healthy", "infra/smoke.sh gives the address /api/healthy, at which no function answers")]
    [InlineData("infra/eventgrid.bicep", "var container = 'articles'", "var container = 'reports'", "eventgrid.bicep does not watch the container articles")]
    [InlineData(Planted, "", "[Function(\"TickNewsletters\")] public void Run([TimerTrigger(\"0 */10 * * * *\")] TimerInfo t)", "timer TickNewsletters runs at '0 */10 * * * *', but the cost table and the no-tick alert count on '0 * * * * *'")]
    [InlineData(Planted, "", "[Function(nameof(Dust))] public void Dust([TimerTrigger(\"0 0 * * * *\")] TimerInfo t)", "timer Dust is not in the cost table: add it to CostModel and here")]
    [InlineData("infra/modules/alerts.bicep", "startswith \"fp.poison\"", "startswith \"fp.venom\"", "alerts wait for fp.venom, which infra/README.md does not list among what the app emits")]
    [InlineData("src/FunctionsPipeline/Telemetry/Happenings.cs", "LogLevel.Information, \"fp.tick\")", "LogLevel.Information, \"Tick\")", "infra/README.md says that the app emits fp.tick, but no log message begins with it")]
    [InlineData("src/FunctionsPipeline/Telemetry/Happenings.cs", "(\"fp.tick\", \"{tick}\"", "(\"tick\", \"{tick}\"", "infra/README.md says that the app counts fp.tick, but no counter has that name")]
    [InlineData(Planted, "", "[LoggerMessage(1, LogLevel.Information, \"fp.tock {Issue}\")]", "the app emits fp.tock, which infra/README.md does not list")]
    public void In_functions_and_events(string file, string old, string planted, string told) => Notices(file, old, planted, told);

    [Theory]
    [InlineData(App, "allowedOrigins: [siteBaseUrl]", "allowedOrigins: ['*']", "CORS allows ['*'], not just the site ([siteBaseUrl])")]
    [InlineData(App, "supportCredentials: false", "supportCredentials: true", "CORS lets browsers send credentials")]
    [InlineData("host.json", "\"routePrefix\": \"api\"", "\"routePrefix\": \"functions\"", "Front Door does not send /functions/* (host.json, routePrefix) to the functions")]
    [InlineData("host.json", "\"messageEncoding\": \"base64\"", "\"messageEncoding\": \"none\"", "host.json expects queue messages in another encoding than the adapter writes (base64)")]
    [InlineData("host.json", "\"maxPollingInterval\": \"00:00:30\"", "\"maxPollingInterval\": \"00:00:10\"", "host.json polls empty queues 6 times a minute, the cost table says 2")]
    [InlineData("host.json", "\"enableDependencyTracking\": false", "\"enableDependencyTracking\": true", "host.json lets the host record its calls to the worker, whose addresses hold tokens and keys")]
    [InlineData("host.json", "\"enableHttpTriggerExtendedInfoCollection\": false", "\"enableHttpTriggerExtendedInfoCollection\": true", "host.json lets the host record requests by their addresses, which hold tokens")]
    [InlineData("host.json", "\"batchSize\": 16", "\"bigSize\": 16", "host.json: extensions.queues.bigSize has no reason in infra/README.md")]
    [InlineData("infra/smoke.sh", "--container-name articles", "--container-name article", "infra/smoke.sh names the container article, which does not exist")]
    [InlineData(".github/workflows/deploy.yml", "${{ vars.AZURE_CLIENT_ID }}", "${{ secrets.AZURE_CLIENT_ID }}", ".github/workflows/deploy.yml uses a stored secret")]
    public void In_host_and_workflows(string file, string old, string planted, string told) => Notices(file, old, planted, told);

    private static void Notices(string file, string old, string planted, string told)
        => Assert.Contains(told, InfraConsistency.All(RepositoryTexts.Read().With(file, old, planted)));
}
