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

    public required string Accent { get; init; }

    public required string AccentDark { get; init; }
}

public sealed record StaffFact(string Name, string Value);

public sealed record StaffButton(string Text, string Url);
