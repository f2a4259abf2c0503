using FunctionsPipeline.Localization;

namespace FunctionsPipeline.Newsletters.Composing;

/// <summary>
/// What the template <c>issue.hbs</c> is rendered over. Everything is plain text but the members that end in <c>Html</c>,
/// which are safe HTML, and <see cref="Greeting"/>, which is a merge field.
/// </summary>
public sealed record IssueModel
{
    /// <summary>BCP 47.</summary>
    public required string Language { get; init; }

    /// <summary><c>ltr</c> or <c>rtl</c>.</summary>
    public required string Direction { get; init; }

    public required string Subject { get; init; }

    public required string Preheader { get; init; }

    public required string Newsletter { get; init; }

    public required string Site { get; init; }

    public required string SiteUrl { get; init; }

    /// <summary>Absolute; null for none.</summary>
    public string? LogoUrl { get; init; }

    public string? LogoAlt { get; init; }

    public required string Accent { get; init; }

    public required string AccentDark { get; init; }

    /// <summary>The day it goes out, in words.</summary>
    public required string Date { get; init; }

    /// <summary>The page on the site that shows the same issue.</summary>
    public required string BrowserUrl { get; init; }

    public string Greeting { get; init; } = MergeFields.GreetingHtml;

    public string UnsubscribeUrl { get; init; } = MergeFields.UnsubscribeHtml;

    public string PreferencesUrl { get; init; } = MergeFields.PreferencesHtml;

    /// <summary>The editor's note; null for none.</summary>
    public string? NoteHtml { get; init; }

    /// <summary>The same for the plain-text part.</summary>
    public string? NoteText { get; init; }

    /// <summary>Null in an issue that has no room for a single teaser.</summary>
    public IssueArticle? Lead { get; init; }

    /// <summary>The others.</summary>
    public IReadOnlyList<IssueArticle> Articles { get; init; } = [];

    /// <summary>Those that are at home on other sites: each leads there.</summary>
    public IReadOnlyList<IssueArticle> Elsewhere { get; init; } = [];

    /// <summary>Those that the mail has no room for but as a line each.</summary>
    public IReadOnlyList<IssueArticle> More { get; init; } = [];

    /// <summary>Says how many articles are on the site only; null if all are in the mail.</summary>
    public string? MoreText { get; init; }

    /// <summary>Why the reader gets this.</summary>
    public required string Reason { get; init; }

    /// <summary>Who sends it, for the identification that the law asks for.</summary>
    public required string Organisation { get; init; }

    /// <summary>The postal address, in one line.</summary>
    public required string PostalAddress { get; init; }

    public IReadOnlyList<IssueContact> Contacts { get; init; } = [];

    public required IReadOnlyDictionary<string, string> Strings { get; init; }
}

/// <summary>One article in an issue.</summary>
/// <param name="Language">BCP 47; null where it is the issue's.</param>
/// <param name="ReadMore">The words of the link.</param>
/// <param name="Topic">Its first tag; null for none.</param>
/// <param name="ReadingTime">In words; null if unknown.</param>
/// <param name="ImageUrl">Absolute; null for none.</param>
/// <param name="BodyHtml">The whole article with its title and a link; null for a teaser.</param>
/// <param name="BodyText">The same as plain text.</param>
public sealed record IssueArticle(
    string Title,
    string Summary,
    string Url,
    string? Language,
    string ReadMore,
    string? Topic,
    string? ReadingTime,
    string? ImageUrl,
    string ImageAlt,
    string? BodyHtml,
    string? BodyText
)
{
    /// <summary>The site that it is at home on, as readers call it; null for one of the publication's own.</summary>
    public string? Home { get; init; }

    /// <summary>HTML's <c>dir</c> of the article's language; null where it is the issue's.</summary>
    public string? Direction => Language is null ? null : Cultures.Direction(Language);
}

/// <summary>A way to reach the sender. <paramref name="Url"/> is null for what is not a link.</summary>
public sealed record IssueContact(string Text, string? Url);
