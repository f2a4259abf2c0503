using System.Text;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Functions.Tests.Infra;

/// <summary>
/// Reads just enough of a Bicep file to compare names: string arrays, and the properties of an object. No parser of the
/// language; it knows comments, strings and matching brackets.
/// </summary>
internal sealed partial class BicepText(string text)
{
    private readonly string code = WithoutComments(text);

    /// <summary>The strings of <c>var NAME = [ 'a' 'b' ]</c>.</summary>
    public IReadOnlyList<string> Strings(string variable)
        => [.. Quoted().Matches(Block($"var {variable} = [")).Select(match => match.Groups["text"].Value)];

    /// <summary>The objects of <c>var NAME = [ { ... } ]</c>, each as its properties.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Objects(string variable)
        => [.. ObjectsIn(Block($"var {variable} = ["))];

    /// <summary>The body of <c>resource NAME '...' = ... { body }</c> with its braces.</summary>
    public string Resource(string name) => Block($"resource {name} '");

    /// <summary>Symbolic names of the resources of a type, in the order of the file.</summary>
    public IEnumerable<string> ResourcesOf(string type)
        => Regex.Matches(code, $@"resource (\w+) '{Regex.Escape(type)}@[^']+' =", RegexOptions.None, TimeSpan.FromSeconds(5))
            .Select(match => match.Groups[1].Value);

    /// <summary><c>key: value</c> lines of the first object that follows <paramref name="opening"/>, without nested ones.</summary>
    public static IReadOnlyDictionary<string, string> Properties(string body, string opening = "")
    {
        var start = body.IndexOf(opening, StringComparison.Ordinal);
        if (start < 0)
            return new Dictionary<string, string>();
        var at = body.IndexOf('{', start + Math.Max(0, opening.Length - 1));
        return Lines(body.Substring(at + 1, Matching(body, at) - at - 1));
    }

    public bool Contains(string part) => code.Contains(part, StringComparison.Ordinal);

    public string? Match(string pattern)
    {
        var match = Regex.Match(code, pattern, RegexOptions.Singleline, TimeSpan.FromSeconds(5));
        return match.Success ? match.Groups[1].Value : null;
    }

    private string Block(string opening)
    {
        var start = code.IndexOf(opening, StringComparison.Ordinal);
        if (start < 0)
            return "";
        // An array opens at the end of the opening, a resource's body at the first brace outside its type's name.
        var at = opening.EndsWith('[') ? start + opening.Length - 1 : code.IndexOf('{', code.IndexOf('=', start));
        return code.Substring(at, Matching(code, at) - at + 1);
    }

    private static IEnumerable<IReadOnlyDictionary<string, string>> ObjectsIn(string block)
    {
        for (var at = block.IndexOf('{', StringComparison.Ordinal); at >= 0; at = block.IndexOf('{', Matching(block, at)))
            yield return Lines(block.Substring(at + 1, Matching(block, at) - at - 1));
    }

    private static Dictionary<string, string> Lines(string inside)
    {
        var lines = new Dictionary<string, string>();
        for (var at = 0; at < inside.Length;)
        {
            var match = Property().Match(inside, at);
            if (!match.Success)
                break;
            var value = match.Groups["value"].Value.Trim();
            lines[match.Groups["key"].Value.Trim('\'')] = value;
            // What nests below a property is not this object's.
            var end = match.Index + match.Length;
            at = value is "{" or "[" ? Matching(inside, inside.LastIndexOfAny(['{', '['], end - 1)) + 1 : end;
        }

        return lines;
    }

    /// <summary>The index of the bracket that closes the one at <paramref name="open"/>.</summary>
    private static int Matching(string code, int open)
    {
        var depth = 0;
        for (var at = open; at < code.Length; at++)
        {
            if (code[at] == '\'')
                at = EndOfString(code, at);
            else if (code[at] is '{' or '[' or '(')
                depth++;
            else if (code[at] is '}' or ']' or ')' && --depth == 0)
                return at;
        }

        throw new FormatException("A bracket is never closed.");
    }

    private static int EndOfString(string code, int quote)
    {
        for (var at = quote + 1; at < code.Length; at++)
        {
            if (code[at] == '\\')
                at++;
            else if (code[at] == '\'')
                return at;
            else if (code[at] == '$' && at + 1 < code.Length && code[at + 1] == '{')
                at = Matching(code, at + 1);
        }

        throw new FormatException("A string is never closed.");
    }

    private static string WithoutComments(string text)
    {
        var kept = new StringBuilder();
        foreach (var line in text.Split('\n'))
            kept.Append(line.TrimStart().StartsWith("//", StringComparison.Ordinal) ? "" : line).Append('\n');
        return kept.ToString();
    }

    [GeneratedRegex(@"'(?<text>(?:[^'\\]|\\.)*)'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^[ \t]*(?<key>'[^'\n]+'|\w+):[ \t]*(?<value>[^\n]*)", RegexOptions.Multiline)]
    private static partial Regex Property();
}
