using FsCheck;
using FsCheck.Fluent;
using FunctionsPipeline.Articles.Reading.FrontMatter;
using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Tests.Articles.Reading;

/// <summary>What is read without YAML's parser is read as that parser reads it.</summary>
public sealed class PlainYamlTests
{
    private static readonly Gen<string> Value = Gen.Elements(
        "Sciatica",
        "What helps?  ",
        "2025-01-25",
        "10:30",
        "a: b",
        "a #b",
        "a#b",
        "a:",
        "\"quoted: #1\"",
        "'it is'",
        "'it''s'",
        "\"a\\tb\"",
        "\"open",
        "\"a\" b",
        "\"\"",
        "[a, b c, 'd']",
        "[ a , \"b\" ]",
        "[]",
        "[a, ]",
        "[a: b]",
        "[[a]]",
        "[a",
        "{a: b}",
        "- a",
        "*a",
        "&a b",
        "!x y",
        "| a",
        "~",
        "null",
        "Föhn",
        "\u00a0x",
        "",
        "\n- a\n- b",
        "\n  - a\n  - 'b'",
        "\n  - a\n - b",
        "\n    - a: b",
        "\n  more",
        "\n  -",
        "# only a comment"
    );

    private static readonly Arbitrary<string> FrontMatter = Gen.Elements(
            "title",
            "tags",
            "Tags",
            "a-b_1",
            "é",
            "1a",
            "\"q\"",
            "? a",
            ""
        )
        .SelectMany(key =>
            Gen.Elements(": ", ":", ":  ", " : ", " ")
                .SelectMany(separator => Value.Select(value => $"{key}{separator}{value}"))
        )
        .ListOf()
        .SelectMany(lines => Gen.Elements("\n", "\n\n").Select(end => string.Join(end, lines) + "\n"))
        .ToArbitrary();

    [Fact]
    public void Whatever_it_reads_YAML_reads_in_the_same_way() =>
        Prop.ForAll(
                FrontMatter,
                text =>
                {
                    var (plain, any) = (new List<Finding>(), new List<Finding>());
                    if (PlainYaml.Read(text, 2, plain) is not { } map)
                        Assert.Empty(plain);
                    else
                        Assert.Equal(Shown(YamlFrontMatter.ParseAny(text, 2, any), any), Shown(map, plain));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Theory]
    [InlineData("title: What helps?\ndate: 2025-01-25\ndraft: false\n")]
    [InlineData("title: \"Sciatica: what helps\"\ntags: [pain, \"low back\"]\n")]
    [InlineData("title: 'Sciatica'\ntags:\n  - pain\n  - back\nauthor: Dr. Example")]
    [InlineData("tags:\n- pain\n- back\n")]
    public void The_usual_forms_need_no_parser(string text)
    {
        var findings = new List<Finding>();
        var map = PlainYaml.Read(text, 2, findings);

        Assert.NotNull(map);
        Assert.Equal(Shown(YamlFrontMatter.ParseAny(text, 2, []), []), Shown(map, findings));
    }

    private static string Shown(MapNode? map, List<Finding> findings) =>
        $"{(map is null ? "nothing" : Shown((FrontMatterNode)map))}\n{string.Join('\n', findings)}";

    private static string Shown(FrontMatterNode node) =>
        node switch
        {
            MapNode map =>
                $"{map.Line}:{map.Column} {{{string.Join(", ", map.Entries.Select(e => $"{e.Line}:{e.Column} {e.Key}={Shown(e.Value)}"))}}}",
            ListNode list => $"{list.Line}:{list.Column} [{string.Join(", ", list.Items.Select(Shown))}]",
            _ => node.ToString(),
        };
}
