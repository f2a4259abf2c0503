namespace FunctionsPipeline.Findings;

/// <summary>Something that a person should know about what they wrote: what, where, and how to fix it.</summary>
/// <param name="Rule">The rule's stable id in kebab-case, e.g. <c>missing-summary</c>.</param>
/// <param name="Message">What is the matter, in plain words, without a full address or any personal data.</param>
/// <param name="Fix">What to do about it, in plain words; null where nothing needs doing.</param>
/// <param name="Line">1-based line in the file; null where the finding is about the whole file.</param>
/// <param name="Column">1-based column in characters; null with no line, or where the whole line is meant.</param>
public sealed record Finding(
    string Rule,
    Severity Severity,
    string Message,
    string? Fix = null,
    int? Line = null,
    int? Column = null
);

/// <summary>How much a finding matters, mildest first.</summary>
public enum Severity
{
    /// <summary>Something was inferred or may be worth a look.</summary>
    Note,

    /// <summary>Published, but a person should fix or decide it.</summary>
    Warning,

    /// <summary>Not taken: the last good version stays in force.</summary>
    Error,
}
