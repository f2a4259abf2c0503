using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using FunctionsPipeline.Articles.FromHtml;
using FunctionsPipeline.Articles.Markdown;
using Markdig;

namespace FunctionsPipeline.Tests.Articles.FromHtml;

/// <summary>
/// Whatever the HTML: the words that a browser shows of it are the words that the site shows of its Markdown.
/// </summary>
public class HtmlWordsTests
{
    private static readonly MarkdownPipeline Pipeline = ArticleMarkdown
        .Extensions(new MarkdownPipelineBuilder())
        .Build();

    /// <summary>Words with signs that Markdown reads, alone and beside others.</summary>
    private static readonly string[] Words =
    [
        "plain",
        "snake_case",
        "_x_",
        "*y*",
        "**z**",
        "1.",
        "2)",
        "10.",
        "-",
        "+",
        "--",
        "---",
        "***",
        "#",
        "##x",
        ">",
        ">>",
        "~~s~~",
        "==m==",
        "=",
        "===",
        "`code`",
        "```",
        "[a]",
        "[a](b)",
        "![a](b)",
        "[^1]",
        "[x]",
        "<b>",
        "</p>",
        "<!--",
        "a&amp;b",
        "&copy;",
        "a|b",
        "|",
        "|-|",
        ":",
        ":x:",
        "^^^",
        "\\",
        "\\*",
        "C:\\x",
        "!",
        "a!",
        "http://example.com/a_b*c",
        "www.example.com",
        "mailto:a@example.com",
        "e.g.",
        "日本語",
        "naïve",
        "😀",
        "“q”",
        "it's",
        "a/b",
        "{x}",
        "{{x}}",
        "$x$",
        "...",
        "100%",
        "C#",
        "___",
        "+---+",
        "a*",
        "*a",
        "_a",
        "a_",
        "`",
        "~",
        "tel:1",
    ];

    private static readonly string[] Inline =
    [
        "b",
        "strong",
        "em",
        "i",
        "del",
        "mark",
        "span",
        "u",
        "code",
        "sub",
        "sup",
        "small",
        "a",
    ];
    private static readonly string[] Blocks =
    [
        "p",
        "div",
        "h2",
        "h3",
        "blockquote",
        "ul",
        "ol",
        "pre",
        "table",
        "section",
        "dl",
        "figure",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Words_stay_the_words_that_they_were(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 1_500; i++)
        {
            var html = Document(random);
            var markdown = HtmlConverter.Convert(html, new PlainConversion());

            var (expected, actual) = (WordsOf(html), WordsOf(Markdown.ToHtml(markdown, Pipeline)));

            Assert.True(expected == actual, $"{html}\n\n{markdown}\nexpected: {expected}\nactual:   {actual}");
        }
    }

    private static string Document(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Block(random, 0)));

    private static string Block(Random random, int depth)
    {
        var name = Blocks[random.Next(Blocks.Length)];
        if (depth > 2)
            name = "p";
        return name switch
        {
            "ul" or "ol" =>
                $"<{name}>{string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"<li>{Inside(random, depth)}</li>"))}</{name}>",
            "dl" => $"<dl><dt>{Line(random, 1)}x</dt><dd>{Inside(random, depth)}</dd></dl>",
            "pre" => $"<pre>{WebUtility.HtmlEncode(Words[random.Next(Words.Length)])} x\ny</pre>",
            "table" =>
                $"<table><tr><th>a{Line(random, 1)}</th><th>{Line(random, 1)}</th></tr><tr><td>{Line(random, 1)}</td><td>b</td></tr></table>",
            "figure" => $"<figure><p>{Line(random, 0)}</p><figcaption>{Line(random, 1)}</figcaption></figure>",
            "blockquote" or "div" or "section" => $"<{name}>{Inside(random, depth)}</{name}>",
            _ => $"<{name}>{Line(random, 0)}</{name}>",
        };
    }

    private static string Inside(Random random, int depth) =>
        random.Next(3) == 0 ? Line(random, 0) + Block(random, depth + 1)
        : random.Next(2) == 0 ? Line(random, 0)
        : Block(random, depth + 1);

    private static string Line(Random random, int depth)
    {
        var line = new StringBuilder();
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            var word = WebUtility.HtmlEncode(Words[random.Next(Words.Length)]);
            var element = Inline[random.Next(Inline.Length)];
            if (random.Next(2) == 0 || depth > 2)
                line.Append(word);
            else
                line.Append(
                    $"<{element}{(element == "a" ? " href=\"https://example.com/\"" : "")}>{(random.Next(3) == 0 ? " " : "")}{(random.Next(3) == 0 ? Line(random, depth + 1) : word)}{(random.Next(3) == 0 ? " " : "")}</{element}>"
                );
            line.Append(
                random.Next(4) switch
                {
                    0 => "",
                    1 => "<br>",
                    _ => " ",
                }
            );
        }
        return line.ToString();
    }

    /// <summary>
    /// Without white space, and with one form of quotes, dots and raised digits.
    /// </summary>
    private static string WordsOf(string html)
    {
        var text = HtmlTree.TextOf(HtmlTree.Parse(html).Body).Normalize(NormalizationForm.FormKC);
        return Regex
            .Replace(text, @"\s+", "")
            .Replace('−', '-')
            .Replace('‘', '\'')
            .Replace('’', '\'')
            .Replace('“', '"')
            .Replace('”', '"');
    }
}
