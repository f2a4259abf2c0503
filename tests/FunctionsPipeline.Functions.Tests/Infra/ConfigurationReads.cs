using System.Text.RegularExpressions;

namespace FunctionsPipeline.Functions.Tests.Infra;

/// <summary>One place in the published sources that reads configuration.</summary>
/// <param name="Key">In the environment's form, with <c>__</c>. Ends in <c>__*</c> if a whole section is read.</param>
internal sealed record ConfigurationRead(string File, string Key)
{
    public bool Reads(AppSetting setting)
    {
        // A part in angle brackets stands for any name.
        var listed = Regex.Replace(setting.Name, "<[^>]+>", "{}", RegexOptions.None, TimeSpan.FromSeconds(1));
        var read = Regex.Replace(Key, @"\{[^}]*\}", "{}", RegexOptions.None, TimeSpan.FromSeconds(1));
        return read.EndsWith("__*", StringComparison.Ordinal)
            ? listed.StartsWith(read[..^1], StringComparison.OrdinalIgnoreCase)
            : listed.Equals(read, StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>
/// Finds configuration reads by their shape: an indexer, a name passed on beside the configuration, <c>GetValue</c>,
/// <c>GetSection</c>, <c>BindConfiguration</c>, an environment variable, a <c>%Name%</c> or <c>Connection</c> in a
/// trigger. Names given as constants are followed. A section for which there is a class of options is read property by
/// property.
/// </summary>
internal static partial class ConfigurationReads
{
    /// <summary>They name every setting and use none.</summary>
    private static readonly string[] Lists =
    [
        "src/FunctionsPipeline.Functions/AppSettings.cs",
        "src/FunctionsPipeline.Functions/AppSettingsCheck.cs",
    ];

    public static IEnumerable<ConfigurationRead> In(RepositoryTexts texts)
    {
        var all = Constants(texts.Sources.Select(source => source.Value));
        var options = texts
            .Sources.Where(source => source.Key.EndsWith("Options.cs", StringComparison.Ordinal))
            .Select(source => (Section: Section().Match(source.Value), source.Value))
            .Where(source => source.Section.Success)
            .ToLookup(
                source => source.Section.Groups[1].Value,
                source => Property().Matches(source.Value).Select(match => match.Groups[1].Value)
            );
        foreach (var (file, text) in texts.Sources.Where(source => !Lists.Contains(source.Key)))
        {
            // A name's constant beside the read wins over a namesake elsewhere.
            var near = Constants([text]);
            var matches = Indexer().Matches(text).Concat(Call().Matches(text)).Concat(Binding().Matches(text));
            foreach (var match in matches)
            {
                foreach (var key in Keys(match, near, all).SelectMany(key => Expand(key, options)))
                    yield return new(file, key);
            }

            foreach (var name in text.Contains("AppSettings.", StringComparison.Ordinal) ? ListedConstants(text) : [])
                yield return new(file, name);
        }
    }

    private static ILookup<string, string> Constants(IEnumerable<string> sources) =>
        sources
            .SelectMany(source => Constant().Matches(source))
            .ToLookup(match => match.Groups[1].Value, match => match.Groups[2].Value);

    private static IEnumerable<string> Keys(Match match, ILookup<string, string> near, ILookup<string, string> all)
    {
        var section = match.Groups["section"].Success ? "__*" : "";
        if (match.Groups["literal"].Success)
            return [Environment(match.Groups["literal"].Value) + section];
        var name = match.Groups["constant"].Value.Split('.')[^1];
        return (near.Contains(name) ? near : all)[name].Distinct().Select(value => Environment(value) + section);
    }

    private static IEnumerable<string> Expand(string key, ILookup<string, IEnumerable<string>> options) =>
        key.EndsWith("__*", StringComparison.Ordinal) && options.Contains(key[..^3])
            ? options[key[..^3]].SelectMany(properties => properties).Select(property => key[..^1] + property)
            : [key];

    private static IEnumerable<string> ListedConstants(string text) =>
        typeof(AppSettings)
            .GetFields()
            .Where(field => field.IsLiteral && text.Contains($"AppSettings.{field.Name}", StringComparison.Ordinal))
            .Select(field => (string)field.GetRawConstantValue()!)
            .Where(name => AppSettings.All.Any(setting => setting.Name == name));

    private static string Environment(string key) => key.Replace(":", "__", StringComparison.Ordinal);

    private const string Name = @"(?:\$?""(?<literal>[^""]+)""|(?<constant>[A-Z]\w*(?:\.\w+)*))";

    [GeneratedRegex(@"(?:[cC]onfiguration|config)(?:\[|,\s+)" + Name)]
    private static partial Regex Indexer();

    [GeneratedRegex(
        @"\.(?:(?<section>GetSection|GetRequiredSection|BindConfiguration)|GetConnectionString|GetEnvironmentVariable|GetValue<[\w?]+>)\(\s*"
            + Name
    )]
    private static partial Regex Call();

    [GeneratedRegex(@"Trigger\([^)]*""%(?<literal>\w+)%""|Connection = ""(?<literal>\w+)""")]
    private static partial Regex Binding();

    [GeneratedRegex(@"const string Section\w* =\s+""([^""]*)""")]
    private static partial Regex Section();

    [GeneratedRegex(@"public (?:required )?[\w?<>\[\]]+ (\w+) \{ get; (?:set|init); \}")]
    private static partial Regex Property();

    [GeneratedRegex(@"const string (\w+) =\s+""([^""]*)""")]
    private static partial Regex Constant();
}
