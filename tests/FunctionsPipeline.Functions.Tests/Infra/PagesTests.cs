using System.Text.RegularExpressions;

namespace FunctionsPipeline.Functions.Tests.Infra;

/// <summary>What the pages in <c>infra/</c> point to exists.</summary>
public sealed partial class PagesTests
{
    private static readonly string Infra = Path.Combine(RepositoryTexts.Root, "infra");

    /// <summary>Relative to <c>infra/</c>.</summary>
    public static TheoryData<string> Pages =>
        [
            .. Directory
                .EnumerateFiles(Infra, "*.md", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Infra, file)),
        ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_somewhere(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Infra, page))!;
        var broken = Link()
            .Matches(File.ReadAllText(Path.Combine(Infra, page)))
            .Select(match => match.Groups["target"].Value)
            .Where(target => !target.StartsWith("https://", StringComparison.Ordinal))
            .Where(target =>
            {
                var (file, anchor) = target.Split('#') is [var name, var heading] ? (name, heading) : (target, "");
                var path = Path.Combine(folder, file.Length == 0 ? Path.GetFileName(page) : file);
                return !File.Exists(path) || (anchor.Length > 0 && !Headings(path).Contains(anchor));
            });
        Assert.Equal([], broken);
    }

    private static IEnumerable<string> Headings(string file) =>
        Heading()
            .Matches(File.ReadAllText(file))
            .Select(match => match.Groups["text"].Value.Trim().ToLowerInvariant())
            .Select(text =>
                Regex.Replace(text, @"[^\w\- ]", "", RegexOptions.None, TimeSpan.FromSeconds(1)).Replace(' ', '-')
            );

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
