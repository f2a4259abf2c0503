using System.Text.RegularExpressions;

namespace FunctionsPipeline.Functions.Tests.Infra;

/// <summary>What the pages in <c>infra/</c> point to exists.</summary>
public sealed partial class PagesTests
{
    public static TheoryData<string> Pages => [.. Directory.EnumerateFiles(Path.Combine(RepositoryTexts.Root, "infra"), "*.md").Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_somewhere(string page)
    {
        var folder = Path.Combine(RepositoryTexts.Root, "infra");
        var broken = Link().Matches(File.ReadAllText(Path.Combine(folder, page))).Select(match => match.Groups["target"].Value)
            .Where(target => !target.StartsWith("https://", StringComparison.Ordinal))
            .Where(target =>
            {
                var (file, anchor) = target.Split('#') is [var name, var heading] ? (name, heading) : (target, "");
                var path = Path.Combine(folder, file.Length == 0 ? page : file);
                return !File.Exists(path) || (anchor.Length > 0 && !Headings(path).Contains(anchor));
            });
        Assert.Equal([], broken);
    }

    /// <summary>The unit's settings file may hold only names that systemd accepts.</summary>
    [Fact]
    public void The_standalone_page_names_settings_that_exist()
    {
        var names = EnvironmentLine().Matches(File.ReadAllText(Path.Combine(RepositoryTexts.Root, "infra", "STANDALONE.md")))
            .Select(match => match.Groups["name"].Value).ToList();
        Assert.NotEmpty(names);
        var listed = AppSettings.All.Select(setting => setting.Name.Replace('.', '_')).ToHashSet();
        string[] notOurs = ["ASPNETCORE_", "AZURE_", "Standalone__"];
        Assert.Equal([], names.Where(name => !listed.Contains(name) && !notOurs.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))));
        Assert.All(names, name => Assert.DoesNotContain('.', name));
    }

    private static IEnumerable<string> Headings(string file)
        => Heading().Matches(File.ReadAllText(file)).Select(match => match.Groups["text"].Value.Trim().ToLowerInvariant())
            .Select(text => Regex.Replace(text, @"[^\w\- ]", "", RegexOptions.None, TimeSpan.FromSeconds(1)).Replace(' ', '-'));

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^(?<name>[A-Za-z_]+)=", RegexOptions.Multiline)]
    private static partial Regex EnvironmentLine();
}
