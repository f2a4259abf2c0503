using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Newsletters.Composing;

/// <summary>A subject that a person wrote for one issue.</summary>
public static class SubjectLine
{
    /// <summary>Characters. Longer ones are cut by every mail client; headers must end somewhere.</summary>
    public const int Longest = 150;

    /// <returns>Without white space around it; null for the newsletter's own, where nothing is written.</returns>
    public static string? Of(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <returns>Why this cannot be a subject; null if it can, or if nothing is written.</returns>
    public static Refusal? ProblemOf(string? text) =>
        Of(text) is not { } subject ? null
        : subject.Length > Longest
            ? new Refusal($"The subject has {subject.Length} characters; {Longest} are allowed. Shorten it.")
        : subject.Any(char.IsControl) ? new Refusal("The subject must be one line of text.")
        : null;
}
