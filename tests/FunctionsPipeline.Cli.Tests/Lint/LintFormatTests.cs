using System.Text.Json.Nodes;
using FunctionsPipeline.Cli.Lint;
using FunctionsPipeline.Cli.Lint.Formats;
using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Cli.Tests.Lint;

/// <summary>Each format is read by programs that are not ours.</summary>
public sealed class LintFormatTests
{
    private static readonly LintResult Result = new(
        3,
        [
            new(
                "articles/a b,c:d.md",
                new Finding("front-matter", Severity.Error, "100 % wrong:\ntwo lines.", "Fix, it.", 2, 8)
            ),
            new("articles/x.md", new Finding("skipped-heading", Severity.Warning, "A jump.", null, 9)),
            new("articles/x.md", new Finding("missing-summary", Severity.Note, "None.", "Write one.")),
        ],
        [new FixedFile("articles/y.md", ["old-encoding"])]
    );

    [Fact]
    public async Task Text_is_a_line_for_each()
    {
        Assert.Equal(
            [
                "articles/y.md: fixed: old-encoding",
                "articles/a b,c:d.md:2:8: error: 100 % wrong:\\u000atwo lines. Fix, it. [front-matter]",
                "articles/x.md:9: warning: A jump. [skipped-heading]",
                "articles/x.md: note: None. Write one. [missing-summary]",
                "3 files: 1 error, 1 warning, 1 note.",
            ],
            (await WrittenAsync(new TextFormat())).Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)
        );
    }

    [Fact]
    public async Task GitHub_reads_commands_with_its_own_escapes()
    {
        Assert.Equal(
            [
                "::error file=articles/a b%2Cc%3Ad.md,line=2,col=8,title=front-matter::100 %25 wrong:%0Atwo lines. Fix, it.",
                "::warning file=articles/x.md,line=9,title=skipped-heading::A jump.",
                "::notice file=articles/x.md,title=missing-summary::None. Write one.",
            ],
            (await WrittenAsync(new GitHubFormat())).Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)
        );
    }

    [Fact]
    public async Task Json_has_the_documented_shape()
    {
        var document = JsonNode.Parse(await WrittenAsync(new JsonFormat()))!;

        Assert.Equal((3, 1, 1, 1), (Number("files"), Number("errors"), Number("warnings"), Number("notes")));
        Assert.Equal(
            """{"file":"articles/a b,c:d.md","line":2,"column":8,"severity":"error","rule":"front-matter","message":"100 % wrong:\ntwo lines.","fix":"Fix, it."}""",
            document["findings"]![0]!.ToJsonString()
        );
        Assert.Equal("""{"file":"articles/y.md","rules":["old-encoding"]}""", document["fixed"]![0]!.ToJsonString());

        int Number(string name) => document[name]!.GetValue<int>();
    }

    /// <summary>What SARIF 2.1.0 requires (OASIS, sections 3.13 to 3.30), and what GitHub shows.</summary>
    [Fact]
    public async Task Sarif_has_what_the_standard_requires()
    {
        var log = JsonNode.Parse(await WrittenAsync(new SarifFormat()))!;

        Assert.Equal("2.1.0", log["version"]!.GetValue<string>());
        var run = Assert.Single(log["runs"]!.AsArray())!;
        var driver = run["tool"]!["driver"]!;
        Assert.Equal("fp lint", driver["name"]!.GetValue<string>());
        var rules = driver["rules"]!.AsArray().Select(r => r!["id"]!.GetValue<string>()).ToList();
        var results = run["results"]!.AsArray();
        Assert.Equal(["error", "warning", "note"], results.Select(r => r!["level"]!.GetValue<string>()));
        Assert.All(
            results,
            result =>
            {
                Assert.Equal(result!["ruleId"]!.GetValue<string>(), rules[result["ruleIndex"]!.GetValue<int>()]);
                Assert.NotEmpty(result["message"]!["text"]!.GetValue<string>());
            }
        );
        Assert.Equal(
            """{"artifactLocation":{"uri":"articles/a%20b%2Cc%3Ad.md"},"region":{"startLine":2,"startColumn":8}}""",
            Place(0)
        );
        Assert.Equal("""{"artifactLocation":{"uri":"articles/x.md"},"region":{"startLine":9}}""", Place(1));
        Assert.Equal("""{"artifactLocation":{"uri":"articles/x.md"}}""", Place(2));

        string Place(int index) => results[index]!["locations"]![0]!["physicalLocation"]!.ToJsonString();
    }

    private static async Task<string> WrittenAsync(ILintFormat format)
    {
        await using var output = new StringWriter();
        await format.WriteAsync(Result, output);
        return output.ToString();
    }
}
