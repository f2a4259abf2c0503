namespace FunctionsPipeline.Syndication;

/// <summary>What became of one call.</summary>
public abstract record Outcome
{
    /// <summary>The target has it.</summary>
    /// <param name="RemoteId">The target's own name for the copy; null where it has none.</param>
    /// <param name="Link">Where people find it; null if it has no address.</param>
    public sealed record Carried(string? RemoteId = null, string? Link = null) : Outcome;

    /// <summary>The target no longer shows it.</summary>
    public sealed record Withdrawn : Outcome;

    /// <summary>Trying again would end the same: a person has to fix something.</summary>
    /// <param name="Status">The HTTP status, where there was one.</param>
    public sealed record Refused(Problem Problem, int? Status = null) : Outcome;

    /// <summary>It passes by itself.</summary>
    /// <param name="After">How long the target asked us to wait; null if it said nothing.</param>
    /// <param name="MayHaveHappened">True: a copy may exist although no answer confirmed it.</param>
    /// <param name="WholeTarget">True: other articles should wait as well.</param>
    public sealed record Postponed(
        Problem Problem,
        int? Status = null,
        TimeSpan? After = null,
        bool MayHaveHappened = false,
        bool WholeTarget = false
    ) : Outcome;

    /// <summary>The receiver asked for no further calls.</summary>
    public sealed record Unwanted : Outcome;
}

/// <summary>Why it is not there. Each has its words in the section <c>syndication</c> of each language.</summary>
public enum Problem
{
    /// <summary>There is no secret, or it is not of the target's shape.</summary>
    Secret,

    /// <summary>The target does not accept the secret, or does not let it do this.</summary>
    Unauthorised,

    /// <summary>The target says that what we sent is wrong.</summary>
    Refused,

    /// <summary>The target wants us to go elsewhere; addresses are only ever taken from the settings.</summary>
    Redirected,

    /// <summary>The address leads into a private network, or is not https.</summary>
    Forbidden,

    /// <summary>No connection.</summary>
    Unreachable,

    /// <summary>Connected, and then no answer or a broken one.</summary>
    NoAnswer,

    /// <summary>The target answered with something else than it should.</summary>
    Garbage,

    /// <summary>The target is at fault.</summary>
    ServerError,

    /// <summary>Too much at once.</summary>
    RateLimited,

    /// <summary>The copy was deleted over there.</summary>
    DeletedThere,

    /// <summary>An earlier call may have made the copy, and there is no way to find out.</summary>
    Uncertain,

    /// <summary>The receiver asked for no further calls (410).</summary>
    Unwanted,
}
