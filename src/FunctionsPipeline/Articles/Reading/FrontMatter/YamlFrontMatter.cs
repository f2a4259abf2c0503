using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace FunctionsPipeline.Articles.Reading.FrontMatter;

/// <summary>Reads hostile YAML: no aliases, no depth, no types; only texts, lists and maps with their places.</summary>
internal static class YamlFrontMatter
{
    private const int MaxDepth = FrontMatterLimits.Depth;

    private static readonly Finding CannotBeRead = new(
        "front-matter",
        Severity.Error,
        "The front matter cannot be read here.",
        "Write 'key: value' with a space after the colon, each key at the left edge; put quotes around a value with a colon, '#', '[' or quotes in it."
    );

    /// <param name="line">1-based line of the file on which <paramref name="text"/> begins.</param>
    /// <returns>The root, or null with an error. Text with no content is an empty map.</returns>
    public static MapNode? Parse(string text, int line, List<Finding> findings)
    {
        if (text.Length > FrontMatterLimits.Characters)
        {
            findings.Add(
                new Finding(
                    "front-matter-too-long",
                    Severity.Error,
                    $"The front matter is longer than {FrontMatterLimits.Characters / 1024} KB.",
                    "End it with a line '---' before the article's text.",
                    line
                )
            );
            return null;
        }
        return PlainYaml.Read(text, line, findings) ?? ParseAny(text, line, findings);
    }

    /// <summary>Reads YAML of any form, as <see cref="Parse"/> does.</summary>
    internal static MapNode? ParseAny(string text, int line, List<Finding> findings)
    {
        try
        {
            var parser = new CheckedParser(text);
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
                return new MapNode([], line, 1);
            parser.Consume<DocumentStart>();
            return Read(parser, line - 1, 0, findings) switch
            {
                MapNode map => map,
                ScalarNode { IsEmpty: true } => new MapNode([], line, 1),
                null => null,
                var other => NotAMap(other, findings),
            };
        }
        catch (YamlException e)
        {
            findings.Add(YamlMistake.Explain(e, text, line - 1, CannotBeRead));
            return null;
        }
    }

    private static FrontMatterNode? Read(IParser parser, int offset, int depth, List<Finding> findings)
    {
        switch (parser.Consume<ParsingEvent>())
        {
            case Scalar scalar:
                return new ScalarNode(
                    Visible.Text(scalar.Value, findings),
                    scalar.Style is not ScalarStyle.Plain,
                    LineOf(scalar, offset),
                    (int)scalar.Start.Column
                );
            case SequenceStart start when depth < MaxDepth:
                var items = new List<FrontMatterNode>();
                while (!parser.TryConsume<SequenceEnd>(out _))
                {
                    if (Read(parser, offset, depth + 1, findings) is not { } item)
                        return null;
                    items.Add(item);
                }
                return new ListNode(items, LineOf(start, offset), (int)start.Start.Column);
            case MappingStart start when depth < MaxDepth:
                return ReadMap(parser, start, offset, depth, findings);
            case AnchorAlias alias:
                findings.Add(
                    new Finding(
                        "front-matter",
                        Severity.Error,
                        $"'*{alias.Value}' refers to another value; that is not read here.",
                        "Write the value out.",
                        LineOf(alias, offset),
                        (int)alias.Start.Column
                    )
                );
                return null;
            case var deep:
                findings.Add(
                    new Finding(
                        "front-matter",
                        Severity.Error,
                        $"Nested more than {MaxDepth} levels deep.",
                        "Write 'key: value' lines that begin at the left edge.",
                        LineOf(deep, offset),
                        (int)deep.Start.Column
                    )
                );
                return null;
        }
    }

    private static MapNode? ReadMap(IParser parser, MappingStart start, int offset, int depth, List<Finding> findings)
    {
        var map = new MapBuilder(findings);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key))
            {
                var at = parser.Current!;
                findings.Add(
                    new Finding(
                        "front-matter",
                        Severity.Error,
                        "A list or map cannot be a key.",
                        "Write 'key: value'.",
                        LineOf(at, offset),
                        (int)at.Start.Column
                    )
                );
                return null;
            }
            if (Read(parser, offset, depth + 1, findings) is not { } value)
                return null;
            map.Add(new MapEntry(Visible.Text(key.Value, findings), value, LineOf(key, offset), (int)key.Start.Column));
        }
        return new MapNode(map.Entries, LineOf(start, offset), (int)start.Start.Column);
    }

    private static MapNode? NotAMap(FrontMatterNode other, List<Finding> findings)
    {
        findings.Add(
            new Finding(
                "front-matter",
                Severity.Error,
                "Between the '---' lines belong 'key: value' lines.",
                "Write e.g. 'title: What helps with sciatica?'.",
                other.Line,
                other.Column
            )
        );
        return null;
    }

    private static int LineOf(ParsingEvent at, int offset) => (int)at.Start.Line + offset;
}
