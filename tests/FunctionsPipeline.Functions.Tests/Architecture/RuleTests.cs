using System.Text.RegularExpressions;

namespace FunctionsPipeline.Functions.Tests.Architecture;

/// <summary>
/// Code cites the rules of sending (S1 to S12), of subscribers (B1 to B8) and of welcome series (W1 to W11): each that is cited is
/// written down with its reason, its place and a test that exists.
/// </summary>
public sealed partial class RuleTests
{
    private static readonly string Root = RepositoryRoot.Find();

    private static readonly Dictionary<char, string> Folders = new()
    {
        ['S'] = "Newsletters/Sending",
        ['B'] = "Subscribers",
        ['W'] = "Newsletters/Welcome",
    };

    private static readonly Dictionary<string, string[]> Rows = ReadRows();

    public static TheoryData<string> Rules => [.. Rows.Keys];

    [Fact]
    public void Every_rule_that_is_cited_has_a_row()
    {
        var cited = Files("src", "*.cs", "*.md")
            .Concat(Files("tests", "*.cs", "*.md"))
            .SelectMany(file =>
                Citation().Matches(File.ReadAllText(file)).SelectMany(m => Id().Matches(m.Value)).Select(m => m.Value)
            )
            .ToHashSet(StringComparer.Ordinal);

        Assert.True(cited.Count >= 20, $"only {cited.Count} rules are cited");
        Assert.Empty(cited.Except(Rows.Keys).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_row_names_its_place_and_a_test_that_exists(string rule)
    {
        var cells = Rows[rule];
        Assert.Equal(5, cells.Length);
        Assert.All(cells, cell => Assert.NotEmpty(cell));

        var folder = Path.Combine(Root, "src", "FunctionsPipeline", Folders[rule[0]]);
        Assert.All(
            Code().Matches(cells[3]).Select(m => m.Groups["code"].Value),
            place => Assert.True(Path.Exists(Path.Combine(folder, place)), $"{rule}: {place} is not there")
        );
        var tests = Code().Matches(cells[4]).Select(m => m.Groups["code"].Value.Split('.')).ToList();
        Assert.NotEmpty(tests);
        foreach (var test in tests)
        {
            var file = Files("tests", test[0] + ".cs").Single();
            Assert.Contains($" {test[1]}(", File.ReadAllText(file), StringComparison.Ordinal);
        }
    }

    private static Dictionary<string, string[]> ReadRows() =>
        Folders
            .Values.SelectMany(folder =>
                File.ReadLines(Path.Combine(Root, "src", "FunctionsPipeline", folder, "README.md"))
            )
            .Where(line => Row().IsMatch(line))
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray())
            .ToDictionary(cells => cells[0].Trim('*'), StringComparer.Ordinal);

    private static IEnumerable<string> Files(string folder, params string[] patterns) =>
        patterns
            .SelectMany(pattern =>
                Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            )
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    // "rule S2", "rules B4, B5", "(S8)", "S1 to S7", "S3_without…"
    [GeneratedRegex(
        @"(?:[Rr]ules? |\()[SBW]\d{1,2}\b(?:(?:, | and | to )[SBW]\d{1,2}\b)*|\bS\d_with",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Citation();

    [GeneratedRegex(@"[SBW]\d{1,2}", RegexOptions.NonBacktracking)]
    private static partial Regex Id();

    [GeneratedRegex(@"^\| \*\*[SBW]\d{1,2}\*\* \|", RegexOptions.NonBacktracking)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Code();
}
