namespace FunctionsPipeline.Branding;

/// <summary>
/// Refuses what Handlebars must not even compile: it compiles blocks and expressions by recursion, which deep nesting would
/// end together with the process. Linear time.
/// </summary>
internal static class TemplateCheck
{
    private const int MaxExpressions = 2_000;
    private const int MaxDepth = 30;

    /// <summary>Blocks and partials. Handlebars compiles each into code of its own, which takes milliseconds.</summary>
    private const int MaxParts = 150;

    private const int MaxParentheses = 10;

    /// <summary>What is wrong, as a sentence; null if nothing is.</summary>
    public static string? ProblemOf(string text)
    {
        var (expressions, parts, depth, line) = (0, 0, 0, 1);
        for (var at = 0; at < text.Length; )
        {
            var next = text.AsSpan(at).IndexOf("{{", StringComparison.Ordinal);
            var open = next < 0 ? text.Length : at + next;
            line += text.AsSpan(at, open - at).Count('\n');
            if (next < 0)
                return null;
            if (++expressions > MaxExpressions)
                return $"it has more than {MaxExpressions} expressions.";
            var end = text.IndexOf("}}", open, StringComparison.Ordinal);
            var expression = text.AsSpan(open, (end < 0 ? text.Length : end) - open)
                .TrimStart(['{', '~', ' ', '\t', '\r', '\n']);
            // Three braces would write each of the partial's values as it is.
            if (expression is ['>', ..] && text.AsSpan(open).StartsWith("{{{", StringComparison.Ordinal))
                return $"line {line}: a partial is written with two braces.";
            // {{^}} alone is an else.
            if (expression is ['#' or '^', ..] && expression[1..].Trim(['~', ' ']).Length > 0)
            {
                // A partial with a block may call that block, and through it itself, past the counts of the budget.
                if (expression[1..].TrimStart() is ['>', ..])
                    return $"line {line}: partials with a block are not supported; put the block into a file of its own.";
                // A decorator is a partial that the loops and partials of the budget do not count.
                if (expression[1..].TrimStart() is ['*', ..])
                    return $"line {line}: inline partials are not supported; put the partial into a file of its own.";
                if (++depth > MaxDepth)
                    return $"line {line}: blocks are nested more than {MaxDepth} deep.";
                parts++;
            }
            else if (expression is ['/', ..])
            {
                depth = Math.Max(0, depth - 1);
            }
            else if (expression is ['>', ..])
            {
                parts++;
            }
            if (parts > MaxParts)
                return $"line {line}: it has more than {MaxParts} blocks and partials.";
            if (expression.Count('(') > MaxParentheses)
                return $"line {line}: an expression has more than {MaxParentheses} parentheses.";
            at = open + 2;
        }
        return null;
    }
}
