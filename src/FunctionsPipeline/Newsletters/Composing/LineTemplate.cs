using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace FunctionsPipeline.Newsletters.Composing;

/// <summary>
/// One line with values in it, as in <c>{{newsletter}}: {{lead}}</c>. Not Handlebars: a line needs no blocks, and what
/// cannot loop needs no budget. Linear in the length of the template and of the values.
/// </summary>
internal static class LineTemplate
{
    /// <summary>Characters. A line of mail is far shorter; this bounds the work that a settings file can ask for.</summary>
    private const int Longest = 1_000;

    /// <summary>
    /// Replaces each <c>{{name}}</c> by its value. White space and a third pair of braces around the name are ignored.
    /// </summary>
    /// <param name="problem">
    /// What is wrong with the template, in a sentence without its full stop; null if nothing is.
    /// </param>
    /// <returns>False where there is a problem; then there is no line.</returns>
    public static bool TryFill(
        string template,
        IReadOnlyDictionary<string, string> values,
        [NotNullWhen(true)] out string? line,
        [NotNullWhen(false)] out string? problem
    )
    {
        line = null;
        if (template.Length > Longest)
        {
            problem = $"It has {template.Length} characters; {Longest} are allowed";
            return false;
        }
        var filled = new StringBuilder();
        for (var at = 0; at < template.Length; )
        {
            var open = template.IndexOf("{{", at, StringComparison.Ordinal);
            filled.Append(template, at, (open < 0 ? template.Length : open) - at);
            if (open < 0)
                break;
            var close = template.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0)
            {
                problem = "A '{{' has no '}}' after it";
                return false;
            }
            var name = template[(open + 2)..close].Trim('{', ' ', '\t');
            if (!values.TryGetValue(name, out var value))
            {
                problem = ProblemOf(name);
                return false;
            }
            filled.Append(value);
            at =
                close + 2 < template.Length && template[close + 2] == '}' && template[open + 2] == '{'
                    ? close + 3
                    : close + 2;
        }
        line = filled.ToString();
        problem = null;
        return true;
    }

    private static string ProblemOf(string name) =>
        name.Length > 0 && "#/^>!&*@".Contains(name[0], StringComparison.Ordinal)
            ? $"'{{{{{IssueLines.Cut(name, 30)}}}}}' is a block; a line takes values only"
            : $"There is no value '{IssueLines.Cut(name, 30)}'";
}
