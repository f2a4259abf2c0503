using System.Globalization;
using System.Text;

namespace FunctionsPipeline.Benchmarks.Harness;

/// <summary>
/// Articles of a usual size (about 3 KB) and shape, each different, the same in every run. Their dates have passed: one
/// whose date is still to come would be held.
/// </summary>
public static class SampleText
{
    private static readonly string[] Words =
    [
        "walking",
        "helps",
        "many",
        "people",
        "with",
        "a",
        "stiff",
        "back",
        "when",
        "they",
        "start",
        "slowly",
        "and",
        "keep",
        "to",
        "it",
        "each",
        "morning",
        "before",
        "breakfast",
    ];

    public static string Article(int number)
    {
        var random = new Random(number);
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"---\ntitle: Article {number}\ndate: 2025-{1 + (number % 12):d2}-{1 + (number % 28):d2}\n"
        );
        text.Append(
            CultureInfo.InvariantCulture,
            $"tags: [topic-{number % 10}, health]\nsummary: What article {number} is about, in a sentence.\nauthor: Dr. Example\n---\n\n"
        );
        for (var section = 0; section < 4; section++)
        {
            text.Append(CultureInfo.InvariantCulture, $"## Part {section + 1}\n\n");
            for (var paragraph = 0; paragraph < 3; paragraph++)
                text.Append(Sentence(random, 22))
                    .Append(" **")
                    .Append(Words[random.Next(Words.Length)])
                    .Append("** ")
                    .Append(Sentence(random, 14))
                    .Append("\n\n");
            text.Append("- one\n- two, with [a link](https://example.org/)\n\n");
        }
        return text.ToString();
    }

    private static string Sentence(Random random, int words) =>
        string.Join(' ', Enumerable.Range(0, words).Select(_ => Words[random.Next(Words.Length)])) + ".";
}
