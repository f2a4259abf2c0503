namespace FunctionsPipeline.LocalDev.Demo;

/// <summary>What the demo cannot see from outside, because only staff see it, on a page: the account of an issue.</summary>
public interface IDemoLedger
{
    /// <param name="issue">Its id.</param>
    /// <returns>Null until it is planned.</returns>
    Task<DemoAccount?> AccountAsync(string issue, CancellationToken cancellationToken);

    /// <summary>Who would get the newsletter's next issue at that time.</summary>
    Task<DemoAudience> AudienceAsync(string newsletter, DateTimeOffset at, CancellationToken cancellationToken);
}

/// <summary>Everybody who ever asked for a newsletter, and why some get nothing.</summary>
/// <param name="Excluded">By reason, in words; reasons of which there are none are left out.</param>
public sealed record DemoAudience(int Candidates, IReadOnlyList<DemoFigure> Excluded, int Recipients);

/// <summary>An issue's account.</summary>
/// <param name="Outcomes">Where the recipients stand, in words; classes that nobody is in are left out.</param>
/// <param name="Pending">How many of them may still change.</param>
/// <param name="AddsUp">By the ledger's own judgement.</param>
public sealed record DemoAccount(string Subject, DateTimeOffset Due, DemoAudience Audience, IReadOnlyList<DemoFigure> Outcomes, int Pending, bool AddsUp);

/// <summary>So many people.</summary>
public sealed record DemoFigure(string What, int People);
