namespace FunctionsPipeline.Settings;

/// <summary>One mail of a newsletter's welcome series.</summary>
/// <param name="File">
/// The name of a Markdown file in <c>articles/_welcome/</c>. It is what the step is known by: a step under another name is
/// another step.
/// </param>
/// <param name="After">Counted from the confirmation; zero for at once. Never shorter than that of the step before.</param>
public sealed record WelcomeStep(string File, TimeSpan After)
{
    /// <summary>The most that one newsletter may have.</summary>
    public const int Most = 10;

    /// <summary>The longest that a step may wait.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(365);
}
