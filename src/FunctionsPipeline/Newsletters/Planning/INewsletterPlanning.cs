namespace FunctionsPipeline.Newsletters.Planning;

/// <summary>Which newsletters are due, and which articles go in. See README.md.</summary>
public interface INewsletterPlanning
{
    /// <summary>
    /// Each minute: plans what is due, carries on with what was begun, lists on the site what has gone. Safe to run twice
    /// and in several processes. One newsletter's trouble does not keep the others.
    /// </summary>
    Task TickAsync(CancellationToken cancellationToken);
}
