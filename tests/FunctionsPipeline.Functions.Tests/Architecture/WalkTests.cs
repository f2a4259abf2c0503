using System.Text.RegularExpressions;

namespace FunctionsPipeline.Functions.Tests.Architecture;

/// <summary>The walks of src/README.md lead through files that exist, and each is short enough to be read.</summary>
public sealed partial class WalkTests
{
    private const int MaxHops = 10;

    private static readonly string Source = Path.Combine(RepositoryRoot.Find(), "src");

    public static TheoryData<string> Walks => [.. Read().Keys];

    [Fact]
    public void There_are_three() => Assert.Equal(["The drop", "The form", "The tick"], Read().Keys.Order());

    [Theory]
    [MemberData(nameof(Walks))]
    public void A_walk_leads_through_files_that_exist(string walk)
    {
        var hops = Read()[walk];

        Assert.InRange(hops.Count, 3, MaxHops);
        Assert.All(hops, hop => Assert.True(File.Exists(Path.Combine(Source, hop)), hop));
    }

    [Fact]
    public void The_table_of_changes_names_what_exists()
    {
        var places = Place().Matches(TableOfChanges()).Select(m => m.Groups["path"].Value).ToList();

        Assert.True(places.Count > 5);
        Assert.All(
            places,
            place =>
                Assert.True(
                    Path.Exists(Path.Combine(Source, place)) || Path.Exists(Path.Combine(Source, "..", place)),
                    place
                )
        );
    }

    [Fact]
    public void The_table_of_changes_names_files_that_exist()
    {
        var names = FileName().Matches(TableOfChanges()).Select(m => m.Groups["name"].Value).ToList();
        var files = Directory
            .EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetFileName(file))
            .ToHashSet(StringComparer.Ordinal);

        Assert.True(names.Count > 5);
        Assert.All(names, name => Assert.Contains(name, files));
    }

    private static string TableOfChanges() =>
        File.ReadAllText(Path.Combine(Source, "README.md")).Split("## Where does a change go?")[1].Split("\n## ")[0];

    private static Dictionary<string, List<string>> Read() =>
        File.ReadAllText(Path.Combine(Source, "README.md"))
            .Split("\n## ")
            .Select(section => (Name: section.Split('\n')[0], Hops: Hop().Matches(section)))
            .Where(section => section.Hops.Count > 0)
            .ToDictionary(s => s.Name, s => s.Hops.Select(m => m.Groups["path"].Value).ToList());

    [GeneratedRegex(@"^\d+\. `(?<path>[^`]+)`", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hop();

    [GeneratedRegex(@"`(?<path>[\w.]+/[\w./]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();

    [GeneratedRegex(@"`(?<name>\w+\.cs)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FileName();
}
