namespace FunctionsPipeline.Newsletters.Staff;

/// <summary>A mail to staff.</summary>
internal sealed record StaffLetter(string Subject, string Html, string Text);

/// <summary>What <c>staff-panel.hbs</c> is rendered over. Plain text throughout.</summary>
public sealed record StaffPanel
{
    public required string Language { get; init; }

    public required string Subject { get; init; }

    public required string Heading { get; init; }

    public required IReadOnlyList<string> Paragraphs { get; init; }

    public IReadOnlyList<StaffFact> Facts { get; init; } = [];

    /// <summary>Above <see cref="Remarks"/>.</summary>
    public string? RemarksHeading { get; init; }

    public IReadOnlyList<string> Remarks { get; init; } = [];

    public StaffButton? Button { get; init; }

    /// <summary>Below the button.</summary>
    public string? ButtonNote { get; init; }

    public StaffButton? Link { get; init; }

    public required StaffColours Colours { get; init; }
}

/// <summary>What mail clients take from attributes; a client in dark mode is told of its own by the letter's style sheet.</summary>
public sealed record StaffColours(string Ground, string Ink, string Soft, string Button, string ButtonInk)
{
    /// <summary>Set apart from the issue below it, regardless of how that looks.</summary>
    public static StaffColours AboveAnIssue { get; } = new("#1d2628", "#ffffff", "#c3cdd0", "#ffffff", "#8c1d18");

    public static StaffColours Letter { get; } = new("#ffffff", "#1d2628", "#55636a", "#8c1d18", "#ffffff");
}

public sealed record StaffFact(string Name, string Value);

public sealed record StaffButton(string Text, string Url);
