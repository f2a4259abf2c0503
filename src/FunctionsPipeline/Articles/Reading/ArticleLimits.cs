using System.Globalization;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Input;

namespace FunctionsPipeline.Articles.Reading;

/// <summary>
/// What one article may take, independent of its markup. README.md has the limits in a table, with what they were
/// measured on.
/// </summary>
public static class ArticleLimits
{
    /// <summary>Bytes of one file: twenty times a long book chapter.</summary>
    public const long MaxBytes = 10 * 1024 * 1024;

    /// <summary>
    /// Characters of a mail's text, as HTML or as plain text; a longer article is sent as its summary and a link.
    /// </summary>
    public const int MaxMail = 2_000_000;

    /// <summary>Levels of blocks and of what stands inside lines, together. Markdig's renderers throw from 128 on.</summary>
    internal const int MaxDepth = 100;

    /// <summary>Characters of one line.</summary>
    private const int MaxLine = 1_000_000;

    /// <summary>Lines of one file: each is matched against every list and quotation that is open.</summary>
    private const int MaxLines = 300_000;

    public static InputLimits Budget { get; } =
        new("article", "Split it into several articles, or break long paragraphs and tables up.")
        {
            Bytes = MaxBytes,
            Nodes = 1_000_000,
            Output = 24_000_000,
            Steps = 8_000_000,
            Time = TimeSpan.FromSeconds(10),
        };

    public static Finding TooLarge(long bytes) =>
        new(
            "too-large",
            Severity.Error,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The file has {bytes / (1024.0 * 1024):0.#} MB; an article may have {MaxBytes / (1024 * 1024)}."
            ),
            "Split it into several articles, and keep pictures in files of their own beside it."
        );

    /// <param name="line">Null where Markdig does not say it.</param>
    internal static Finding TooDeep(int? line) =>
        new(
            "nested-too-deep",
            Severity.Error,
            "Lists, quotes, brackets or emphasis are nested more than a hundred levels deep.",
            "Look for a line with very many of the characters > - * _ [ | and take most of them out.",
            line
        );

    /// <summary>The first limit of lines that the text breaks, or null. Linear time.</summary>
    internal static Finding? Check(string text, int lineOffset)
    {
        var rest = text.AsSpan();
        for (var line = 1; ; line++)
        {
            var end = rest.IndexOf('\n');
            if ((end < 0 ? rest.Length : end) > MaxLine)
                return Broken(
                    "line-too-long",
                    $"This line has more than {MaxLine:N0} characters.",
                    "Break it into paragraphs.",
                    line + lineOffset
                );
            if (end < 0)
                return null;
            if (line > MaxLines)
                return Broken(
                    "too-many-lines",
                    $"The article has more than {MaxLines:N0} lines.",
                    "Split it into several articles.",
                    line + lineOffset
                );
            rest = rest[(end + 1)..];
        }
    }

    private static Finding Broken(string rule, FormattableString message, string remedy, int line) =>
        new(rule, Severity.Error, message.ToString(CultureInfo.InvariantCulture), remedy, line);
}
