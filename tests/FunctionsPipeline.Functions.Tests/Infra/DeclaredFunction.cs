using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Functions.Tests.Infra;

/// <summary>One function as the attributes of the compiled app declare it.</summary>
/// <param name="Schedule">Of a timer, else null.</param>
/// <param name="Route">Of an HTTP function, below the prefix, else null.</param>
internal sealed record DeclaredFunction(string Name, string? Schedule, string? Route)
{
    /// <summary>Under which <see cref="RepositoryTexts"/> holds <see cref="AllAsText"/>.</summary>
    public const string File = "functions.json";

    public const string EachMinute = "0 * * * * *";
    public const string EachFiveMinutes = "0 */5 * * * *";

    /// <summary>Too seldom for the cost table: infra/README.md says so.</summary>
    public const string Hourly = "0 7 * * * *";

    /// <summary>Likewise.</summary>
    public const string HourlyForDailyWork = "0 40 * * * *";

    private static readonly JsonSerializerOptions Compact = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The app's functions as JSON, one a line, in which a mismatch can be planted.</summary>
    public static string AllAsText() =>
        string.Join(
            '\n',
            typeof(AppSettings)
                .Assembly.GetTypes()
                .SelectMany(type => type.GetMethods())
                .Select(method =>
                    (method.GetCustomAttribute<FunctionAttribute>()?.Name, Parameters: method.GetParameters())
                )
                .Where(function => function.Name is not null)
                .Select(function => new DeclaredFunction(
                    function.Name!,
                    Trigger<TimerTriggerAttribute>(function.Parameters)?.Schedule,
                    Trigger<HttpTriggerAttribute>(function.Parameters)?.Route
                ))
                .OrderBy(function => function.Name, StringComparer.Ordinal)
                .Select(function => JsonSerializer.Serialize(function, Compact))
        );

    public static IEnumerable<DeclaredFunction> In(RepositoryTexts texts) =>
        texts[File].Split('\n').Select(line => JsonSerializer.Deserialize<DeclaredFunction>(line, Compact)!);

    private static T? Trigger<T>(IEnumerable<ParameterInfo> parameters)
        where T : Attribute =>
        parameters
            .Select(parameter => parameter.GetCustomAttribute<T>())
            .FirstOrDefault(attribute => attribute is not null);
}
