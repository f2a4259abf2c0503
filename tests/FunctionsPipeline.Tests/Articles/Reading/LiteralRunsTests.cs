using FsCheck;
using FsCheck.Fluent;
using FunctionsPipeline.Articles.Markdown;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace FunctionsPipeline.Tests.Articles.Reading;

/// <summary>Words taken together make the same tree as words that Markdig took apart.</summary>
public sealed class LiteralRunsTests
{
    private static readonly MarkdownPipeline Markdigs = Builder().Build();
    private static readonly MarkdownPipeline Ours = Builder().Use<LiteralRuns.Extension>().Build();

    /// <summary>Letters and signs that begin something, and what nearly does.</summary>
    private static readonly Arbitrary<string> Texts = Gen.Elements(
            "http://a.example/b ",
            "https://a.example",
            "hhttps://a.example",
            "HTTP://a.example",
            "http:",
            "http",
            "www.a.example",
            "wwww.a.example",
            "www",
            ".",
            "ftp://a.example",
            "mailto:a@b.example",
            "tel:+15550100",
            "tel",
            ":",
            "the warm foot ",
            " ",
            "  \n",
            "\n",
            "\n\n",
            "h",
            "*",
            "**",
            "_",
            "~~",
            "[a](b)",
            "[",
            "]",
            "(",
            "`c`",
            "<b>",
            "\\",
            "&amp;",
            "'",
            "\"",
            "--",
            "...",
            "|",
            "\n|-|-|\n",
            "a | b",
            "[^1]",
            "\n[^1]: note",
            "\n: definition",
            "é",
            "\U0001F600",
            "# "
        )
        .ListOf()
        .Select(parts => string.Concat(parts))
        .ToArbitrary();

    [Fact]
    public void Any_text_makes_the_tree_that_Markdig_makes() =>
        Prop.ForAll(Texts, text => Assert.Equal(Tree(text, Markdigs), Tree(text, Ours)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Theory]
    [InlineData("See https://a.example/b and www.a.example now")]
    [InlineData("Write to mailto:a@b.example, or call tel:+15550100")]
    [InlineData("Note: ftp://a.example")]
    public void An_address_in_the_words_is_found(string text) =>
        Assert.Contains(Markdig.Markdown.Parse(text, Ours).Descendants<LinkInline>(), l => l.IsAutoLink);

    private static MarkdownPipelineBuilder Builder() =>
        ArticleMarkdown.Extensions(new MarkdownPipelineBuilder()).UsePreciseSourceLocation();

    private static string Tree(string text, MarkdownPipeline pipeline) =>
        string.Join(
            '\n',
            Markdig
                .Markdown.Parse(text, pipeline)
                .Descendants()
                .Select(node =>
                    $"{node.GetType().Name} {node.Line}:{node.Column} {node.Span} {(node as LiteralInline)?.Content} {(node as LinkInline)?.Url}"
                )
        );
}
