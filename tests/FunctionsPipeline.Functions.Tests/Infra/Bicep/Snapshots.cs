using System.Text.Encodings.Web;
using System.Text.Json;

namespace FunctionsPipeline.Functions.Tests.Infra.Bicep;

/// <summary>
/// What the compiler evaluates the templates to, as JSON with one resource a line. What only Azure knows stays an
/// expression in brackets, for example <c>[reference('...').vaultUri]</c>.
/// </summary>
internal static class Snapshots
{
    /// <summary>
    /// <c>main.bicepparam</c> with every optional part: Front Door, alerts, staff, operator, deployer, one target.
    /// </summary>
    public const string Full = "main.snapshot.json";

    /// <summary><c>main.bicepparam</c> as it is, with no environment variable set.</summary>
    public const string Plain = "plain.snapshot.json";

    public const string EventGrid = "eventgrid.snapshot.json";

    public const string StaffGroup = "11111111-1111-1111-1111-111111111111";
    public const string Operator = "22222222-2222-2222-2222-222222222222";
    public const string Deployer = "33333333-3333-3333-3333-333333333333";

    /// <summary>Stands for any syndication target.</summary>
    public const string Target = "anytarget";

    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly Lazy<Task<IReadOnlyDictionary<string, string>>> All = new(EvaluateAsync);

    /// <summary>The three texts by name. They are evaluated once a test run.</summary>
    public static Task<IReadOnlyDictionary<string, string>> ReadAsync() => All.Value;

    private static async Task<IReadOnlyDictionary<string, string>> EvaluateAsync()
    {
        var everything = new Dictionary<string, string>
        {
            ["ALERT_EMAIL"] = "alerts@example.org",
            ["STAFF_GROUP_ID"] = StaffGroup,
            ["OPERATOR_ID"] = Operator,
            ["DEPLOYER_ID"] = Deployer,
            ["CUSTOM_DOMAIN"] = "news.example.org",
        };
        var main = InfraCopy.TextOf("main.bicepparam");
        return new Dictionary<string, string>
        {
            [Full] = await EvaluateAsync($"{main}\nparam targetsWithSecret = ['{Target}']\n", everything),
            [Plain] = await EvaluateAsync(main, everything.ToDictionary(variable => variable.Key, _ => "")),
            [EventGrid] = await EvaluateAsync(
                "using './eventgrid.bicep'\nparam storageName = 'account'\nparam appName = 'app'\n",
                everything
            ),
        };
    }

    private static async Task<string> EvaluateAsync(string parameters, IReadOnlyDictionary<string, string> environment)
    {
        using var copy = new InfraCopy();
        await File.WriteAllTextAsync(copy.PathOf("tests.bicepparam"), parameters);
        var (exitCode, output) = await BicepCompiler.RunAsync(
            copy.Folder,
            environment,
            "snapshot",
            "tests.bicepparam",
            "--mode",
            "overwrite",
            "--subscription-id",
            Guid.Empty.ToString(),
            "--resource-group",
            "group",
            "--location",
            "canadacentral"
        );
        Assert.True(exitCode == 0 && output.Length == 0, output);
        using var snapshot = JsonDocument.Parse(await File.ReadAllTextAsync(copy.PathOf("tests.snapshot.json")));
        Assert.Empty(snapshot.RootElement.GetProperty("diagnostics").EnumerateArray());
        return string.Join(
            '\n',
            snapshot
                .RootElement.GetProperty("predictedResources")
                .EnumerateArray()
                .Select(resource => JsonSerializer.Serialize(resource, Readable))
        );
    }
}
