using System.Text.RegularExpressions;

namespace FunctionsPipeline.Functions.Tests.Infra;

/// <summary>Reads the functions' names and schedules out of the sources, where attributes state them.</summary>
internal static partial class TriggerText
{
    public const string EachMinute = "0 * * * * *";
    public const string EachFiveMinutes = "0 */5 * * * *";

    /// <summary>Too seldom for the cost table: infra/README.md says so.</summary>
    public const string Hourly = "0 7 * * * *";

    /// <summary>Likewise.</summary>
    public const string Nightly = "0 40 9 * * *";

    public static IEnumerable<string> Functions(RepositoryTexts texts)
        => texts.Sources.SelectMany(source => Function().Matches(source.Value)).Select(Name);

    public static IEnumerable<(string Function, string Schedule)> Timers(RepositoryTexts texts)
        => texts.Sources.SelectMany(source => Timer().Matches(source.Value)).Select(match => (Name(match), match.Groups["schedule"].Value));

    private static string Name(Match match) => match.Groups["literal"].Success ? match.Groups["literal"].Value : match.Groups["nameof"].Value;

    private const string FunctionPattern = @"\[Function\((?:""(?<literal>\w+)""|nameof\((?<nameof>\w+)\))\)\]";

    [GeneratedRegex(FunctionPattern)]
    private static partial Regex Function();

    [GeneratedRegex(FunctionPattern + @"(?:(?!\[Function\().)*?\[TimerTrigger\(""(?<schedule>[^""]*)""", RegexOptions.Singleline)]
    private static partial Regex Timer();
}
