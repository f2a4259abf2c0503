using FsCheck;
using FsCheck.Fluent;
using FunctionsPipeline.Articles.Reading.FrontMatter;

namespace FunctionsPipeline.Tests.Articles.Reading;

/// <summary>Text that is not looked at line by line holds no front matter.</summary>
public sealed class RunningTextTests
{
    private static readonly Arbitrary<string> Texts = Gen.Elements(
            "draft: true",
            "title: x",
            "published = false",
            "draft\uFF1A yes",
            "---",
            "\u2014",
            ";;;",
            "***",
            "{",
            "\"draft\": true",
            "% Title",
            "% Author",
            "| draft | title |",
            "|-|-|",
            "| true | x |",
            "<!--",
            "-->",
            "<p>draft: true</p>",
            "export const draft = true",
            "--- title: x, draft: true ---",
            "- #+HUGO_DRAFT: true",
            "\\draft: true",
            "\u200Bdraft: true",
            "```",
            "Words of prose.",
            "See https://a.example: it helps",
            " ",
            "\t",
            ""
        )
        .ListOf()
        .Select(lines => string.Join('\n', lines))
        .ToArbitrary();

    [Fact]
    public void Nothing_is_found_in_it_line_by_line() =>
        Prop.ForAll(
                Texts,
                text =>
                    !UnreadFrontMatter.IsRunningText(text)
                    || (
                        UnreadFrontMatter.FindLineByLine(text, 1, isBody: false)
                        ?? UnreadFrontMatter.FindLineByLine(text, 1, isBody: true)
                    )
                        is null
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void Prose_with_links_is_running_text() =>
        Assert.True(UnreadFrontMatter.IsRunningText("# Sciatica\n\nSee [the guideline](https://a.example/).\n"));
}
