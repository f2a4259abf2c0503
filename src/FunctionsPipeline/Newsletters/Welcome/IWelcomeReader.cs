using FunctionsPipeline.Findings;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Newsletters.Welcome;

/// <summary>What the rest of the product may know of welcome series.</summary>
public interface IWelcomeReader
{
    /// <summary>
    /// The account of each newsletter that welcomes, or did. Costs a listing page for each 5,000 people who wait, and a read for
    /// each step's file.
    /// </summary>
    /// <exception cref="StorageException">Storage did not answer.</exception>
    Task<IReadOnlyList<WelcomeAccount>> AccountsAsync(CancellationToken cancellationToken);

    /// <summary>The mail of a step as it is now, without the links that are each reader's own.</summary>
    /// <returns>Null if the newsletter has no such step.</returns>
    /// <exception cref="StorageException">Storage did not answer.</exception>
    Task<WelcomePreview?> PreviewAsync(string newsletter, string file, CancellationToken cancellationToken);
}

/// <summary>A newsletter's welcome series in numbers.</summary>
/// <param name="Newsletter">The id.</param>
/// <param name="Began">For how many people it began; again for one who left and came back.</param>
/// <param name="Waiting">How many wait for a step.</param>
/// <param name="Steps">In the order of the settings; then those that staff took out.</param>
public sealed record WelcomeAccount(
    string Newsletter,
    string Name,
    int Began,
    int Waiting,
    IReadOnlyList<WelcomeStepAccount> Steps
);

/// <summary>
/// One step. Who came to it is in exactly one of <see cref="Sent"/>, <see cref="Uncertain"/>, <see cref="Refused"/>, <see
/// cref="Late"/>, <see cref="NoText"/>, <see cref="MayHaveGone"/> and <see cref="Stopped"/>; of those it was sent to, <see
/// cref="Delivered"/> and <see cref="NotDelivered"/> are known by events.
/// </summary>
public sealed record WelcomeStepAccount
{
    public required string File { get; init; }

    /// <summary>Null for a step that is in the settings no more.</summary>
    public TimeSpan? After { get; init; }

    /// <summary>The subject; null if there is no mail.</summary>
    public string? Subject { get; init; }

    /// <summary>Why it is not sent now; null if it is.</summary>
    public WelcomeProblem? Problem { get; init; }

    public int Sent { get; init; }

    public int Delivered { get; init; }

    /// <summary>Bounced, or dropped by the provider.</summary>
    public int NotDelivered { get; init; }

    /// <summary>Ids of the people who may have it; it is not sent to them again.</summary>
    public IReadOnlyList<string> UncertainPeople { get; init; } = [];

    public int Uncertain => UncertainPeople.Count;

    /// <summary>The provider does not take the address.</summary>
    public int Refused { get; init; }

    /// <summary>Passed over because it could not go within three days.</summary>
    public int Late { get; init; }

    /// <summary>Passed over because there was nothing to send for three days.</summary>
    public int NoText { get; init; }

    /// <summary>Passed over because the storage that this one is a copy of may have sent it.</summary>
    public int MayHaveGone { get; init; }

    /// <summary>Left or were suppressed when it was their turn.</summary>
    public int Stopped { get; init; }

    /// <summary>Wait for it.</summary>
    public int Waiting { get; init; }

    public int Skipped => Late + NoText + MayHaveGone;
}

/// <summary>A step's mail for staff.</summary>
/// <param name="Subject">Null, as the parts, if there is nothing that could be sent.</param>
/// <param name="Problem">Why it is not sent now; null if it is.</param>
public sealed record WelcomePreview(
    string? Subject,
    string? Html,
    string? Text,
    WelcomeProblem? Problem,
    IReadOnlyList<Finding> Findings
);
