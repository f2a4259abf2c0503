namespace FunctionsPipeline.Desk;

/// <summary>What every template of the desk is rendered over. <see cref="DeskPage.Render"/> fills in the frame.</summary>
public abstract record DeskModel
{
    public DeskFrame? Frame { get; init; }

    public IReadOnlyDictionary<string, string>? Strings { get; init; }
}

/// <summary>For the partials <c>desk-head</c> and <c>desk-foot</c>.</summary>
public sealed record DeskFrame
{
    public required string Lang { get; init; }

    public required string Title { get; init; }

    public required string SiteName { get; init; }

    public required string SiteUrl { get; init; }

    /// <summary>The brand's colours as a rule of CSS.</summary>
    public required string Colours { get; init; }

    public required string Style { get; init; }

    public required string Script { get; init; }

    /// <summary>The overview.</summary>
    public required string Home { get; init; }

    /// <summary>All else begins with this.</summary>
    public required string Root { get; init; }

    /// <summary>Who is signed in; null for no one.</summary>
    public string? Person { get; init; }

    public required string Token { get; init; }

    public string TokenField { get; } = DeskVisit.TokenField;

    public string? Said { get; init; }

    public required IReadOnlyList<DeskSection> Sections { get; init; }
}

public sealed record DeskSection(string Text, string Href, bool Current);

public sealed record DeskLink(string Text, string Href);

public sealed record DeskFact(string Name, string Value);

/// <summary>A page that says one thing.</summary>
public sealed record DeskMessage : DeskModel
{
    public required string Title { get; init; }

    public required IReadOnlyList<string> Paragraphs { get; init; }

    public required IReadOnlyList<DeskLink> Links { get; init; }
}
