namespace FunctionsPipeline.Subscribers.Pages;

/// <summary>What a form sent: every field may be there never, once or often, and holds anything at all.</summary>
public sealed class FormValues(IReadOnlyDictionary<string, IReadOnlyList<string>> fields)
{
    public static FormValues Empty { get; } =
        new(new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal));

    /// <summary>The first value; empty if there is none.</summary>
    public string One(string name) => fields.TryGetValue(name, out var values) && values.Count > 0 ? values[0] : "";

    public IReadOnlyList<string> All(string name) => fields.TryGetValue(name, out var values) ? values : [];
}

/// <summary>A page that says something, and perhaps offers a button or a link.</summary>
public sealed record MessageModel
{
    public required Branding.Shell Shell { get; init; }

    public required string Heading { get; init; }

    public IReadOnlyList<string> Paragraphs { get; init; } = [];

    public IReadOnlyList<ButtonForm> Forms { get; init; } = [];

    public IReadOnlyList<PageLink> Links { get; init; } = [];
}

/// <summary>A form with one button.</summary>
/// <param name="Action">Relative to the page; null posts to the page's own address.</param>
/// <param name="Fields">Hidden ones.</param>
public sealed record ButtonForm(string Button, string? Action = null, IReadOnlyList<HiddenField>? Fields = null);

public sealed record HiddenField(string Name, string Value);

public sealed record PageLink(string Text, string Href);

/// <summary>Something to tick or choose.</summary>
/// <param name="Id">For its label; unique on the page.</param>
public sealed record Choice(string Id, string Value, string Text, string? Hint = null, bool Chosen = false);
