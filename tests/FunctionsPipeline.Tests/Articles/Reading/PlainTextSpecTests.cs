using System.Globalization;
using System.Text;
using FunctionsPipeline.Articles.Reading.PlainText;
using FunctionsPipeline.Tests.Articles.Specs;

namespace FunctionsPipeline.Tests.Articles.Reading;

public sealed class PlainTextSpecTests
{
    public static TheoryData<string> Cases
    {
        get
        {
            var data = new TheoryData<string>();
            foreach (var spec in Spec.ReadAll("Reading").Where(s => s.File == "PlainText"))
                data.Add(spec.Name);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Plain_text_is_read_as_its_spec_says(string name)
    {
        var spec = Spec.ReadAll("Reading").Single(s => s.File == "PlainText" && s.Name == name);

        var text = spec.Blocks["text"];
        var result = MarkdownSigns.In(text) ? null : PlainTextInference.Apply(text, 1, null);

        if (spec.Blocks.ContainsKey("as-it-is"))
            Assert.Null(result);
        else
            Assert.Equal(spec.Blocks["markdown"], Written(result!));
    }

    [Fact]
    public void Findings_in_inferred_text_name_the_line_of_the_file()
    {
        var result = PlainTextInference.Apply(
            "Title\n\nA paragraph that is long enough to be one.\n\n\n\nAnother one, further down, also long enough.\n",
            5,
            null
        )!;

        Assert.Equal([7, 11, 11], result.Lines);
    }

    private static string Written(PlainTextResult result)
    {
        var head = new StringBuilder();
        if (result.Title is { } title)
            head.Append(CultureInfo.InvariantCulture, $"title: {title}\n");
        if (result.Date is { } date)
            head.Append(CultureInfo.InvariantCulture, $"date: {date.Day:yyyy-MM-dd}\n");
        if (result.Author is { } author)
            head.Append(CultureInfo.InvariantCulture, $"author: {author}\n");
        return (head.Length == 0 ? "" : $"---\n{head}---\n\n") + result.Markdown;
    }
}
