namespace FunctionsPipeline.Cli.Doctor;

/// <summary>One thing that <c>fp doctor</c> looks at. Changes nothing, here or elsewhere.</summary>
internal interface IDoctorCheck
{
    /// <summary>A word or two, e.g. <c>storage</c>.</summary>
    string Name { get; }

    /// <returns>At least one result. What goes wrong on the way may be thrown: it counts as failed.</returns>
    Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancellationToken);
}

/// <summary>What a check found.</summary>
/// <param name="Message">One sentence, without addresses of people and without secrets.</param>
/// <param name="Fix">What to do; null where nothing needs doing.</param>
internal sealed record CheckResult(CheckState State, string Message, string? Fix = null)
{
    public static CheckResult Ok(string message) => new(CheckState.Ok, message);

    public static CheckResult Warning(string message, string fix) => new(CheckState.Warning, message, fix);

    public static CheckResult Failed(string message, string fix) => new(CheckState.Failed, message, fix);

    public static CheckResult Skipped(string message) => new(CheckState.Skipped, message);
}

/// <summary>How much it matters, mildest first.</summary>
internal enum CheckState
{
    Ok,

    /// <summary>Could not be looked at from here.</summary>
    Skipped,

    /// <summary>Works, and should be better.</summary>
    Warning,

    /// <summary>Does not work.</summary>
    Failed,
}
