using System.Globalization;
using AngleSharp.Dom;

namespace FunctionsPipeline.Articles.FromHtml;

/// <summary>
/// Notes that can be recognised: a link inside the text leads to an element that holds the note, as WordPress, Substack,
/// Ghost and Markdown renderers write them.
/// </summary>
internal sealed class Footnotes
{
    private readonly Dictionary<IElement, int> _references = [];
    private readonly Dictionary<IElement, int> _notes = [];

    public Footnotes(IElement body)
    {
        var byId = new Dictionary<string, IElement>(StringComparer.Ordinal);
        foreach (var element in body.QuerySelectorAll("[id],a[name]"))
            byId.TryAdd(element.Id ?? element.GetAttribute("name")!, element);
        foreach (var link in body.QuerySelectorAll("a[href]"))
        {
            if (
                TargetOf(link) is { } id
                && byId.TryGetValue(id, out var target)
                && NoteAround(target) is { } note
                && LooksLikeReference(link)
                && !note.Contains(link)
                && NoteAround(link) is null
            )
                Add(link, note);
        }
    }

    /// <summary>The notes in the order in which the text refers to them.</summary>
    public IEnumerable<(int Label, IElement Note)> Notes => _notes.OrderBy(n => n.Value).Select(n => (n.Value, n.Key));

    /// <returns>Null for an element that refers to no note.</returns>
    public int? LabelOf(IElement element) => _references.TryGetValue(element, out var label) ? label : null;

    /// <summary>The element holds a note, which is written at the end.</summary>
    public bool IsNote(IElement element) => _notes.ContainsKey(element);

    public bool HoldsReference(IElement element) =>
        _references.Count > 0 && element.QuerySelectorAll("a").Any(_references.ContainsKey);

    /// <summary>A list or a section of nothing but notes.</summary>
    public bool IsEmptied(IElement element) =>
        _notes.Count > 0
        && element.QuerySelectorAll("*").Any(_notes.ContainsKey)
        && !element
            .GetDescendants()
            .OfType<IText>()
            .Any(t =>
                !string.IsNullOrWhiteSpace(t.Data) && !t.GetAncestors().OfType<IElement>().Any(_notes.ContainsKey)
            );

    /// <summary>A link in a note that leads back into the text.</summary>
    public static bool LeadsBack(IElement link) =>
        link.LocalName == "a"
        && (
            (link.ClassName ?? "").Contains("backref", StringComparison.OrdinalIgnoreCase)
            || (link.ClassName ?? "").Contains("footnote-number", StringComparison.OrdinalIgnoreCase)
            || (
                TargetOf(link) is not null
                && HtmlTree.TextOf(link).Trim() is var text
                && (
                    text.Length == 0
                    || text.All(c =>
                        c is '\u21A9' or '\u21A9' or '\uFE0E' or '\uFE0F' or '\u2191' or '^' or '[' or ']'
                        || char.IsWhiteSpace(c)
                    )
                )
            )
        );

    private void Add(IElement link, IElement note)
    {
        if (!_notes.TryGetValue(note, out var label))
            _notes[note] = label = _notes.Count + 1;
        _references[link] = label;
    }

    private static string? TargetOf(IElement link) =>
        link.GetAttribute("href") is { Length: > 1 } href
        && href.IndexOf('#', StringComparison.Ordinal) is >= 0 and var at
        && at + 1 < href.Length
        && (at == 0 || link.ClassName?.Contains("footnote", StringComparison.OrdinalIgnoreCase) == true)
            ? Uri.UnescapeDataString(href[(at + 1)..])
            : null;

    private static IElement? NoteAround(IElement element)
    {
        for (var at = element; at is not null; at = at.ParentElement)
        {
            var name =
                $"{at.ClassName} {at.Id} {at.ParentElement?.ClassName} {at.ParentElement?.ParentElement?.ClassName}".ToLowerInvariant();
            var says =
                name.Contains("footnote", StringComparison.Ordinal)
                || name.Contains("endnote", StringComparison.Ordinal)
                || name.StartsWith("fn", StringComparison.Ordinal)
                || name.Contains(" fn", StringComparison.Ordinal);
            if (at.LocalName == "li" && says)
                return at;
            if (
                at.LocalName is "div" or "p" or "aside"
                && $" {at.ClassName} ".Contains(" footnote ", StringComparison.OrdinalIgnoreCase)
            )
                return at;
        }
        return null;
    }

    private static bool LooksLikeReference(IElement link)
    {
        var text = HtmlTree.TextOf(link).Trim().Trim('[', ']', '(', ')', '*');
        return link.Closest("sup") is not null
            || link.QuerySelector("sup") is not null
            || (link.ClassName ?? "").Contains("footnote", StringComparison.OrdinalIgnoreCase)
            || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);
    }
}
