using FunctionsPipeline.Branding;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Desk;

/// <summary>A member of staff who is signed in. Never logged.</summary>
/// <param name="Address">As it stands under <c>staff</c> in <c>site.yml</c>, normalised.</param>
public sealed record DeskPerson(EmailAddress Address);

/// <summary>One request to the desk.</summary>
/// <param name="Person">Null on the pages that lead to a session.</param>
/// <param name="FormToken">Anti-forgery token; each form carries it in the field <see cref="TokenField"/>.</param>
/// <param name="Said">What the act before this page achieved, in words; null if there was none.</param>
public sealed record DeskVisit(DeskPerson? Person, string FormToken, string? Said = null)
{
    public const string TokenField = "desk-form";

    /// <summary>The address of the person who acts.</summary>
    /// <exception cref="InvalidOperationException">No one is signed in: the gate should have refused.</exception>
    public string Who =>
        Person?.Address.Value ?? throw new InvalidOperationException("Only a person who is signed in may act.");
}

/// <summary>What a POST is answered with: a page, or another place to look at.</summary>
public sealed record DeskAnswer
{
    private DeskAnswer() { }

    public WebPage? Page { get; private init; }

    /// <summary>Path below the desk, e.g. <c>health</c>; null if there is a page.</summary>
    public string? GoTo { get; private init; }

    /// <summary>For <see cref="DeskVisit.Said"/> of the page that is shown next.</summary>
    public string? Said { get; private init; }

    /// <summary>An act that was not done, or that leaves something to look at.</summary>
    public static DeskAnswer Show(WebPage page) => new() { Page = page };

    /// <summary>
    /// An act that was done: the browser gets the next page by a GET, so that neither "back" nor "reload" acts again.
    /// </summary>
    public static DeskAnswer Go(string path, string? said = null) => new() { GoTo = path, Said = said };
}
