using FunctionsPipeline.Findings;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace FunctionsPipeline.Settings.Yaml;

/// <summary>Parses hostile YAML into nodes that know their line.</summary>
internal static class YamlFile
{
    /// <summary>Far more than any settings file needs, far less than what hurts.</summary>
    public const int MaxCharacters = 256 * 1024;

    private const int MaxDepth = 16;

    private static readonly Finding CannotBeRead = new(
        "yaml",
        Severity.Error,
        "The YAML cannot be read here.",
        "Check this line and the one above it: indentation, a missing ':' or a text with ':' or '#' in it that needs quotes."
    );

    /// <summary>The root mapping, or null with a finding that says why not. An empty file is an empty mapping.</summary>
    public static YamlMapReader? Parse(string text, List<Finding> findings)
    {
        if (text.Length > MaxCharacters)
        {
            findings.Add(
                new Finding(
                    "yaml",
                    Severity.Error,
                    $"The file is longer than {MaxCharacters / 1024} KB.",
                    "Remove what does not belong here."
                )
            );
            return null;
        }
        try
        {
            if (!IsHarmless(text, findings))
                return null;
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count == 0)
                return new YamlMapReader(new YamlMappingNode(), "", findings);
            if (stream.Documents[0].RootNode is YamlMappingNode root)
                return new YamlMapReader(root, "", findings);
            findings.Add(
                new Finding(
                    "yaml",
                    Severity.Error,
                    "The file is not a list of 'key: value' lines.",
                    "Write one 'key: value' a line, e.g. 'name: Our clinic'.",
                    1
                )
            );
            return null;
        }
        catch (YamlException e)
        {
            findings.Add(YamlMistake.Explain(e, text, offset: 0, CannotBeRead));
            return null;
        }
        catch (ArgumentException)
        {
            // Its node model does not take every sequence of events that its parser makes of a malformed text (": ? :").
            findings.Add(CannotBeRead);
            return null;
        }
    }

    /// <summary>
    /// Anchors can make a small file endless and nesting can exhaust the stack: both are refused before nodes are
    /// built.
    /// </summary>
    private static bool IsHarmless(string text, List<Finding> findings)
    {
        var parser = new CheckedParser(text);
        var depth = 0;
        while (parser.MoveNext())
        {
            var current = parser.Current!;
            depth += current.NestingIncrease;
            if (current is AnchorAlias)
            {
                findings.Add(At("Aliases ('*name') are not read here.", "Write the value out.", current.Start));
                return false;
            }
            if (depth > MaxDepth)
            {
                findings.Add(At($"Nested more than {MaxDepth} levels deep.", "Check the indentation.", current.Start));
                return false;
            }
        }
        return true;

        static Finding At(string message, string fix, Mark mark) =>
            new("yaml", Severity.Error, message, fix, (int)mark.Line, (int)mark.Column);
    }
}
