using System.Text;

namespace FunctionsPipeline.Tests.Articles.Specs;

/// <summary>
/// One case of a spec: prose that is documentation, and fenced blocks that are input and expectation. A spec file is
/// Markdown; each heading of level 2 begins a case.
/// </summary>
/// <param name="Blocks">
/// The fenced blocks by the word behind their fence. The fences have four backticks, so that cases may hold three.
/// </param>
public sealed record Spec(string File, string Name, IReadOnlyDictionary<string, string> Blocks)
{
    public override string ToString() => Name;

    public static IEnumerable<Spec> ReadAll(string folder)
    {
        var root = Path.Combine(AppContext.BaseDirectory, "Articles", folder);
        return Directory.EnumerateFiles(root, "*.md").Order(StringComparer.Ordinal).SelectMany(Read);
    }

    private static IEnumerable<Spec> Read(string path)
    {
        string? name = null;
        var blocks = new Dictionary<string, string>();
        StringBuilder? block = null;
        var kind = "";
        foreach (var line in System.IO.File.ReadAllText(path).ReplaceLineEndings("\n").Split('\n'))
        {
            if (block is not null)
            {
                if (line == "````")
                {
                    blocks[kind] = block.ToString();
                    block = null;
                }
                else
                {
                    block.Append(line).Append('\n');
                }
            }
            else if (line.StartsWith("````", StringComparison.Ordinal))
            {
                (kind, block) = (line[4..].Trim(), new StringBuilder());
            }
            else if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                if (name is not null)
                    yield return new Spec(Path.GetFileNameWithoutExtension(path), name, blocks);
                (name, blocks) = (line[3..].Trim(), []);
            }
        }
        if (name is not null)
            yield return new Spec(Path.GetFileNameWithoutExtension(path), name, blocks);
    }
}
