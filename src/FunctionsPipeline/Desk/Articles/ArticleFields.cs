using System.Text;
using System.Text.RegularExpressions;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Articles.Reading.FrontMatter;

namespace FunctionsPipeline.Desk.Articles;

/// <summary>
/// An article as a form: front matter as fields, and the text. What a form cannot show without losing something stays a
/// text that is edited whole.
/// </summary>
/// <param name="Values">By key of <see cref="Keys"/>; tags are separated by commas.</param>
/// <param name="Others">Lines of front matter that have no field, as they are.</param>
/// <param name="Body">The text; with <paramref name="IsWhole"/> the whole file.</param>
/// <param name="IsWhole">True: there are no fields.</param>
public sealed partial record ArticleFields(
    IReadOnlyDictionary<string, string> Values,
    string Others,
    string Body,
    bool IsWhole
)
{
    private const string Tags = "tags";

    /// <summary>In the order in which they are written.</summary>
    public static IReadOnlyList<string> Keys { get; } =
    ["title", "date", "summary", Tags, "image", "author", "reviewedBy", "publishAt", "newsletter", "draft"];

    public static ArticleFields Empty { get; } =
        new(new Dictionary<string, string>(StringComparer.Ordinal), "", "", false);

    /// <summary>Null for bytes that are no text.</summary>
    public static ArticleFields? Read(ReadOnlySpan<byte> file)
    {
        if (FileText.Decode(file, []) is not { } text)
            return null;
        var block = FrontMatterBlock.Split(text, []);
        if (block.Format == FrontMatterFormat.None)
            return UnreadFrontMatter.Find(text, 1, isBody: false) is null ? Empty with { Body = text } : Whole(text);
        return block.Format == FrontMatterFormat.Yaml && Read(block) is { } fields ? fields : Whole(text);
    }

    /// <summary>The file that the form means.</summary>
    public string Write()
    {
        var body = Body.Replace("\r\n", "\n", StringComparison.Ordinal);
        if (IsWhole)
            return body;
        var file = new StringBuilder();
        foreach (var key in Keys)
        {
            var value = Values.GetValueOrDefault(key, "").Replace('\r', ' ').Replace('\n', ' ').Trim();
            if (value.Length > 0)
                file.Append(key).Append(": ").Append(Quoted(key, value)).Append('\n');
        }
        var others = Others.Replace("\r\n", "\n", StringComparison.Ordinal).Trim('\n');
        if (others.Length > 0)
            file.Append(others).Append('\n');
        return file.Length == 0 ? body : $"---\n{file}---\n{(body.StartsWith('\n') ? "" : "\n")}{body}";
    }

    private static ArticleFields Whole(string text) => Empty with { Body = text, IsWhole = true };

    /// <summary>Null if a value would not come out as it is.</summary>
    private static ArticleFields? Read(FrontMatterBlock block)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var others = new List<string>();
        var lines = block.Text.TrimEnd('\n').Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var isNested = i + 1 < lines.Length && lines[i + 1] is [' ' or '\t' or '-', ..];
            if (
                Entry().Match(lines[i]) is not { Success: true } entry
                || Keys.FirstOrDefault(key => key.Equals(entry.Groups["key"].Value, StringComparison.OrdinalIgnoreCase))
                    is not { } known
            )
            {
                others.Add(lines[i]);
                continue;
            }
            if (known == Tags && isNested && entry.Groups["value"].Value.Length == 0)
            {
                var items = new List<string>();
                while (i + 1 < lines.Length && Item().Match(lines[i + 1]) is { Success: true } item)
                {
                    if (Plain(item.Groups["value"].Value) is not { } tag)
                        return null;
                    items.Add(tag);
                    i++;
                }
                if (items.Count == 0 || (i + 1 < lines.Length && lines[i + 1] is [' ' or '\t', ..]))
                    return null;
                if (!values.TryAdd(known, string.Join(", ", items)))
                    return null;
                continue;
            }
            var value = entry.Groups["value"].Value;
            if (
                isNested
                || (known == Tags ? TagsOf(value) : Plain(value)) is not { } plain
                || !values.TryAdd(known, plain)
            )
                return null;
        }
        return new ArticleFields(values, string.Join('\n', others), block.Body.TrimStart('\n'), false);
    }

    private static string? TagsOf(string value)
    {
        if (value is not ['[', .., ']'])
            return Plain(value);
        var tags = value[1..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var plain = tags.Select(Plain).ToList();
        return plain.Contains(null) ? null : string.Join(", ", plain);
    }

    /// <summary>A scalar as it reads; null for one that is more than a line of text.</summary>
    private static string? Plain(string value)
    {
        value = value.Trim();
        if (value is ['\'', .., '\''] && !value[1..^1].Replace("''", "", StringComparison.Ordinal).Contains('\''))
            return value[1..^1].Replace("''", "'", StringComparison.Ordinal);
        if (value is ['"', .., '"'])
        {
            var inner = value[1..^1];
            var bare = inner
                .Replace("\\\"", "", StringComparison.Ordinal)
                .Replace("\\\\", "", StringComparison.Ordinal);
            return bare.Contains('"') || bare.Contains('\\')
                ? null
                : inner.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
        }
        return
            value.Length > 0 && ("'\"|>&*!%@`[{#".Contains(value[0]) || value is "~" or "null")
            || value.Contains(" #", StringComparison.Ordinal)
            || value.Contains(": ", StringComparison.Ordinal)
            || value.EndsWith(':')
            ? null
            : value;
    }

    private static string Quoted(string key, string value)
    {
        if (key == Tags)
            return "["
                + string.Join(
                    ", ",
                    value
                        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                        .Select(Quote)
                )
                + "]";
        // Dates and yes or no are no text.
        return Bare().IsMatch(value) ? value : Quote(value);
    }

    private static string Quote(string value) =>
        "\""
        + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        + "\"";

    [GeneratedRegex(
        @"^(?<key>[A-Za-z]+):(?:[ \t]+(?<value>.*))?$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Entry();

    [GeneratedRegex(@"^[ \t]*-[ \t]+(?<value>.*)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Item();

    [GeneratedRegex(
        @"^(true|false|\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?)?)$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Bare();
}
