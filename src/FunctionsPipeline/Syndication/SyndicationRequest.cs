namespace FunctionsPipeline.Syndication;

/// <summary>The message of the queue <c>syndication</c>: look whether this target has this article as it is now.</summary>
/// <param name="Round">Which rebuild of the site asked; see <see cref="Delivery.Round"/>.</param>
/// <param name="Again">True: a person asks for it, also where we would leave it alone.</param>
/// <param name="Withdraw">
/// True: the article went off the site, and if it still is, its copy is taken away. Other messages never do that, because
/// only this one came late enough.
/// </param>
public sealed record SyndicationRequest(
    string Slug,
    string Target,
    string Round = "",
    bool Again = false,
    bool Withdraw = false
);
