using System.Text;
using System.Text.Json;
using FunctionsPipeline.Articles.Reading.FrontMatter;
using FunctionsPipeline.Articles.Reading.FrontMatter.Toml;
using FunctionsPipeline.Cli.Migrate.Posts;
using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Cli.Migrate.Markdown;

/// <summary>
/// A file with front matter as site generators have it: YAML, TOML or, in Hugo, JSON. Its keys are read by the same rules as
/// those of articles here.
/// </summary>
internal sealed class FrontMatterFile
{
    private FrontMatterFile(MapNode? map, FrontMatterValues values, string body, int bodyLine, string? held)
    {
        (Map, Values, Body, BodyLine, Held) = (map, values, body, bodyLine, held);
    }

    /// <summary>Null for a file without front matter.</summary>
    public MapNode? Map { get; }

    public FrontMatterValues Values { get; }

    public string Body { get; }

    /// <summary>1-based line on which the body begins.</summary>
    public int BodyLine { get; }

    /// <summary>Why readers must not see it yet; null if they may.</summary>
    public string? Held { get; }

    /// <param name="where">Names the file in messages.</param>
    public static FrontMatterFile Read(string text, string where, MigrationReport report)
    {
        var findings = new List<Finding>();
        var (map, body, line) = Split(text, findings);
        var values = map is null ? new FrontMatterValues() : FrontMatterReader.Read(map, findings);
        var held = values.Draft ? PostState.Draft : null;
        foreach (var finding in findings.Where(f => f.Severity != Severity.Note))
        {
            report.Add(where, finding.Line, finding.Message);
            if (finding.Severity == Severity.Error)
                held ??= "its front matter is not understood";
        }
        return new FrontMatterFile(map, values, body, line, held);
    }

    /// <summary>One text of a key; null for anything else.</summary>
    /// <param name="plainKey">In small letters, without '-' and '_'.</param>
    public string? Text(string plainKey) =>
        Map?.Find(MapEntry.Plain(plainKey)) is ScalarNode { IsEmpty: false } scalar ? scalar.Text : null;

    public ExportedPost ToPost(string where, PostBody body) =>
        new()
        {
            Where = where,
            Title = Values.Title,
            Slug = Values.Slug?.Value,
            Date = Values.Date?.In(TimeZoneInfo.Utc),
            IsDateOnly = Values.Date is { Time: null },
            Aliases = Values.Aliases,
            NotBefore = Values.PublishAt?.In(TimeZoneInfo.Utc),
            Held = Held,
            Tags = Values.Tags,
            Authors = Values.Author is { } author ? [author] : [],
            Summary = Values.Summary,
            Image = Values.Image,
            ImageAlt = Values.ImageAlt,
            Language = Values.Language,
            Canonical = Values.Canonical,
            Body = body,
        };

    private static (MapNode? Map, string Body, int Line) Split(string text, List<Finding> findings)
    {
        if (text.TrimStart().StartsWith('{') && JsonLength(text) is > 0 and var length)
        {
            // JSON is YAML.
            var json = YamlFrontMatter.Parse(text[..length], 1, findings);
            return (json, text[length..].TrimStart('\n'), text.AsSpan(0, length).Count('\n') + 2);
        }
        var block = FrontMatterBlock.Split(text, findings);
        var map = block.Format switch
        {
            FrontMatterFormat.Yaml => YamlFrontMatter.Parse(block.Text, block.TextLine, findings),
            FrontMatterFormat.Toml => TomlFrontMatter.Parse(block.Text, block.TextLine, findings),
            _ => null,
        };
        return (map, block.Body, block.BodyLine);
    }

    /// <returns>Characters of the JSON object at the beginning; 0 if there is none.</returns>
    private static int JsonLength(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes, isFinalBlock: false, default);
        try
        {
            if (!reader.Read() || !reader.TrySkip() || reader.TokenType != JsonTokenType.EndObject)
                return 0;
        }
        catch (JsonException)
        {
            return 0;
        }
        return Encoding.UTF8.GetCharCount(bytes.AsSpan(0, (int)reader.BytesConsumed));
    }
}
