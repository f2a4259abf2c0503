namespace FunctionsPipeline.Functions.Tests.Architecture;

/// <summary>
/// A regular expression that backtracks can take exponential time on a text made for it: each one in <c>src</c> either does
/// not backtrack or gives up after a time.
/// </summary>
public sealed class RegularExpressionTests
{
    private static readonly string Source = Path.Combine(RepositoryRoot.Find(), "src");

    public static TheoryData<string> Files =>
        [
            .. Directory
                .EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Source, file))
                .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
                .Where(file =>
                    File.ReadAllText(Path.Combine(Source, file))
                        .Contains("System.Text.RegularExpressions", StringComparison.Ordinal)
                ),
        ];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_regular_expression_is_bounded(string file) =>
        Assert.Empty(Unbounded(File.ReadAllText(Path.Combine(Source, file))));

    [Theory]
    [InlineData("[GeneratedRegex(\"a+\")]\n")]
    [InlineData("[GeneratedRegex(\"a+\", RegexOptions.Singleline)]\n")]
    [InlineData("new Regex(pattern, RegexOptions.None);")]
    [InlineData("Regex.IsMatch(text, pattern);")]
    public void One_that_is_not_is_found(string code) => Assert.Single(Unbounded(code));

    [Theory]
    [InlineData("[GeneratedRegex(\"a+\", RegexOptions.NonBacktracking)]\n")]
    [InlineData("[GeneratedRegex(@\"[a)]+\", RegexOptions.None, 1000)]\n")]
    [InlineData("new Regex(pattern, RegexOptions.None, MatchTimeout);")]
    public void One_that_is_passes(string code) => Assert.Empty(Unbounded(code));

    private static IEnumerable<string> Unbounded(string code)
    {
        foreach (
            var (start, end) in new[]
            {
                ("[GeneratedRegex(", ")]\n"),
                ("new Regex(", ";"),
                ("Regex.IsMatch(", ";"),
                ("Regex.Match(", ";"),
                ("Regex.Matches(", ";"),
                ("Regex.Replace(", ";"),
                ("Regex.Split(", ";"),
            }
        )
        {
            for (int found, at = 0; (found = code.IndexOf(start, at, StringComparison.Ordinal)) >= 0; at = found + 1)
            {
                var stop = code.IndexOf(end, found, StringComparison.Ordinal);
                var call = stop < 0 ? code[found..] : code[found..stop];
                var isBounded =
                    call.Contains("NonBacktracking", StringComparison.Ordinal)
                    || call.Contains("imeout", StringComparison.Ordinal)
                    || call.AsSpan().TrimEnd().ToString().Split(',')[^1].Trim() is { Length: > 0 } last
                        && last.All(char.IsAsciiDigit);
                if (!isBounded)
                    yield return call;
            }
        }
    }
}
