namespace FunctionsPipeline.Syndication;

/// <summary>What a harmless call to a target showed.</summary>
public abstract record TargetTest
{
    /// <summary>The target accepts the secret.</summary>
    /// <param name="Account">As the target calls the account; null if it did not say.</param>
    public sealed record Accepted(string? Account = null) : TargetTest;

    /// <summary>It does not, or could not be asked.</summary>
    /// <param name="Status">The HTTP status, where there was one.</param>
    public sealed record Failed(Problem Problem, int? Status = null) : TargetTest;

    /// <summary>Only a real article would show it: there is no call to this kind of target that changes nothing.</summary>
    public sealed record Unknown : TargetTest;

    internal static TargetTest Of(Outcome outcome) =>
        outcome switch
        {
            Outcome.Refused refused => new Failed(refused.Problem, refused.Status),
            Outcome.Postponed postponed => new Failed(postponed.Problem, postponed.Status),
            Outcome.Unwanted => new Failed(Problem.Unwanted),
            _ => new Accepted(),
        };
}
