using System.Text.RegularExpressions;
using FunctionsPipeline.Newsletters.Composing;
using FunctionsPipeline.Newsletters.Scheduling;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Tests.Settings;

/// <summary>The page that explains <c>site.yml</c> is true and whole.</summary>
public sealed partial class SettingsPageTests
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Find(), "src", "FunctionsPipeline", "Settings");
    private static readonly string Example = Block()
        .Match(File.ReadAllText(Path.Combine(Folder, "README.md")))
        .Groups["yaml"]
        .Value;

    [Fact]
    public void Its_example_is_read_without_a_finding()
    {
        var result = new SiteSettingsReader([new ScheduleCheck(), new MailCheck()]).Read(
            Example,
            new SiteSettings(),
            themeFiles: []
        );

        Assert.Empty(result.Findings);
        Assert.Equal(
            ("Wascana Clinic Notes", "notes", "social"),
            (result.Settings!.Name, result.Settings.Newsletters[0].Id, result.Settings.Targets[0].Name)
        );
    }

    [Fact]
    public void Its_example_holds_every_key_that_is_asked_for()
    {
        var asked = new[] { "SiteSettingsReader.cs", "WelcomeReader.cs" }
            .SelectMany(file => Asked().Matches(File.ReadAllText(Path.Combine(Folder, file))))
            .Select(m => m.Groups["key"].Value)
            .ToHashSet();
        Assert.True(asked.Count > 30, "The keys are no longer found in the reader.");
        // Read only to say that it belongs elsewhere.
        asked.Remove("functionsUrl");

        Assert.Equal([], asked.Except(Keys().Matches(Example).Select(m => m.Groups["key"].Value)));
    }

    [GeneratedRegex("```yaml\n(?<yaml>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(
        "(?:\\.(?:Text|RequiredText|Flag|Number|Texts|Map|Maps)\\(|\\((?:map|root), |const string key = )\"(?<key>\\w+)\""
    )]
    private static partial Regex Asked();

    [GeneratedRegex("^[ -]*(?<key>\\w+):", RegexOptions.Multiline)]
    private static partial Regex Keys();
}
