using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace FunctionsPipeline.Benchmarks.Fuzzing;

/// <summary>
/// Writes texts of one language from a grammar file. The file: <c>:name</c> begins a rule, each line below is one
/// alternative, <c>«name»</c> stands for another rule; a backslash escapes as in C#, <c>\e</c> is nothing, <c>;;</c>
/// begins a comment. The first alternative of each rule names no other rule, so that every text ends.
/// </summary>
/// <remarks>Not FsCheck: its generators make values, and a text here follows from a seed and a number alone.</remarks>
internal sealed class Grammar
{
    private const int MaxDepth = 12;

    private static readonly Dictionary<string, Grammar> Loaded = new(StringComparer.Ordinal);
    private readonly FrozenDictionary<string, Part[][]> _rules;

    private Grammar(Dictionary<string, List<Part[]>> rules) =>
        _rules = rules.ToFrozenDictionary(r => r.Key, r => r.Value.ToArray(), StringComparer.Ordinal);

    /// <summary>The grammar of a target, with the rules of <c>common.txt</c>.</summary>
    /// <exception cref="FormatException">The file is broken; the message has its line.</exception>
    public static Grammar Of(string target)
    {
        lock (Loaded)
        {
            if (!Loaded.TryGetValue(target, out var grammar))
            {
                var rules = new Dictionary<string, List<Part[]>>(StringComparer.Ordinal);
                Read("common", rules);
                Read(target, rules);
                Loaded[target] = grammar = new Grammar(rules);
                grammar.Check(target);
            }
            return grammar;
        }
    }

    public bool Has(string rule) => _rules.ContainsKey(rule);

    /// <summary>A text by a rule, of about the length at most.</summary>
    public string Write(string rule, Random random, int longest)
    {
        var text = new StringBuilder();
        Write(rule, random, text, longest, 0);
        return text.ToString();
    }

    private void Write(string rule, Random random, StringBuilder text, int longest, int depth)
    {
        var alternatives = _rules[rule];
        var parts = alternatives[depth >= MaxDepth || text.Length >= longest ? 0 : random.Next(alternatives.Length)];
        foreach (var part in parts)
        {
            if (part.IsRule)
                Write(part.Text, random, text, longest, depth + 1);
            else
                text.Append(part.Text);
        }
    }

    private static void Read(string name, Dictionary<string, List<Part[]>> rules)
    {
        using var file = new StreamReader(
            typeof(Grammar).Assembly.GetManifestResourceStream($"fuzzing/grammars/{name}.txt")!
        );
        List<Part[]>? rule = null;
        for (var number = 1; file.ReadLine() is { } line; number++)
        {
            if (line.Length == 0 || line.StartsWith(";;", StringComparison.Ordinal))
                continue;
            if (line[0] == ':')
                rules[line[1..]] = rule = [];
            else if (rule is null)
                throw new FormatException($"{name}.txt({number}): an alternative stands before the first rule.");
            else
                rule.Add(Alternative(line));
        }
    }

    private static Part[] Alternative(string line)
    {
        var parts = new List<Part>();
        for (var at = 0; at < line.Length; )
        {
            var open = line.IndexOf('«', at);
            if (open != at)
                parts.Add(new Part(Unescape(line[at..(open < 0 ? line.Length : open)]), false));
            if (open < 0)
                break;
            var close = line.IndexOf('»', open);
            parts.Add(new Part(line[(open + 1)..close], true));
            at = close + 1;
        }
        return [.. parts];
    }

    private static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                plain.Append(text[i]);
                continue;
            }
            var escape = text[++i];
            if (escape == 'u')
            {
                plain.Append(
                    (char)int.Parse(text.AsSpan(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                );
                i += 4;
                continue;
            }
            if (escape != 'e')
                plain.Append(
                    escape switch
                    {
                        'n' => '\n',
                        'r' => '\r',
                        't' => '\t',
                        '0' => '\0',
                        _ => escape,
                    }
                );
        }
        return plain.ToString();
    }

    private void Check(string target)
    {
        foreach (var (name, alternatives) in _rules)
        {
            if (alternatives.Length == 0 || Array.Exists(alternatives[0], p => p.IsRule))
                throw new FormatException($"{target}: the first alternative of '{name}' must be plain text.");
            if (alternatives.SelectMany(a => a).FirstOrDefault(p => p.IsRule && !Has(p.Text)) is { Text: { } missing })
                throw new FormatException($"{target}: '{name}' names '{missing}', which is no rule.");
        }
    }

    private readonly record struct Part(string Text, bool IsRule);
}
