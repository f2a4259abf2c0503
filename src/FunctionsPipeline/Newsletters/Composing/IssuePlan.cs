using FunctionsPipeline.Catalog;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Newsletters.Sending;

namespace FunctionsPipeline.Newsletters.Composing;

/// <summary>What an issue is made of.</summary>
/// <param name="Slot">The slot's part of the address of its page, e.g. <c>20260310t1500z</c>.</param>
/// <param name="Due">When it goes out.</param>
/// <param name="Articles">In their order; the first leads. At least one.</param>
/// <param name="Subject">Plain text, instead of the newsletter's own; null for that one.</param>
public sealed record IssuePlan(
    IssueId Id,
    string Slot,
    DateTimeOffset Due,
    IReadOnlyList<CatalogEntry> Articles,
    EditorsNote? Note = null,
    string? Subject = null
);

/// <summary>The editor's words before the articles.</summary>
/// <param name="Html">Safe HTML without a frame.</param>
/// <param name="Text">The same as plain text.</param>
public sealed record EditorsNote(string Html, string Text);

/// <summary>An issue, ready to be frozen.</summary>
/// <param name="Findings">What had to be left out or changed, for the preview; empty if nothing.</param>
public sealed record ComposedIssue(FrozenContent Content, IReadOnlyList<Finding> Findings);

/// <summary>An article's text for mail, as Publishing stored it.</summary>
/// <param name="Html">
/// Safe HTML that mail clients understand: title, text and a link, styles inside, to put into a cell.
/// </param>
public sealed record ArticleText(string Html, string Text);

/// <summary>The full texts of articles.</summary>
public interface IArticleTexts
{
    /// <summary>Null if there is none (yet).</summary>
    Task<ArticleText?> ReadAsync(string slug, CancellationToken cancellationToken);
}
