using System.Text;
using FunctionsPipeline.Newsletters.Composing;

namespace FunctionsPipeline.Benchmarks.Fuzzing.Targets;

/// <summary>
/// A newsletter's own subject line: checked when settings are read, filled and cut when an issue is composed.
/// </summary>
internal sealed class LineTarget : IFuzzTarget
{
    private const int Longest = 150;

    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal)
    {
        ["lead"] = "A %%fp-greeting-html%% {{lead}}\r\nBcc: x\u0085\u2028 " + new string('x', 100),
        ["summary"] = "{{{summary}}}",
        ["newsletter"] = "%",
        ["site"] = "%fp-unsubscribe-html%%",
        ["date"] = "\ud83d\ude00",
        ["count"] = "3",
        ["others"] = "2",
    };

    public string Name => "line";

    public int Weight => 48;

    public FuzzAnswer Run(ReadOnlyMemory<byte> input)
    {
        var template = Encoding.UTF8.GetString(input.Span);
        var problem = IssueLines.ProblemOf(template);
        if (!LineTemplate.TryFill(template, Values, out var filled, out var other))
            return problem is null
                ? new FuzzAnswer(false, () => "a line fails on values that its check passed: " + other)
                : FuzzAnswer.Refused;
        var line = MergeFields.Neutralise(IssueLines.Cut(filled, Longest));
        return new FuzzAnswer(false, () => Violation(problem, line));
    }

    private static string? Violation(string? problem, string line)
    {
        if (problem is not null)
            return "a line is filled although its check refuses it: " + problem;
        if (line.Any(char.IsControl))
            return "a line has a control character";
        // Neutralising adds a character to each field that it breaks.
        if (line.Count(c => c != '\u2060') > Longest)
            return "a line is longer than it may be";
        return MergeFields.All.FirstOrDefault(f => line.Contains(f, StringComparison.OrdinalIgnoreCase)) is { } field
            ? $"the line holds {field}"
            : null;
    }
}
