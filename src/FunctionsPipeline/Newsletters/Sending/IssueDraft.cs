using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Newsletters.Sending;

/// <summary>An issue as it is handed over to be frozen: content, audience and send time.</summary>
/// <param name="Due">T: when the mail shall leave. Fixes <see cref="SendTimes"/>.</param>
/// <param name="HoldWindow">Zero, or 40 minutes to 48 hours (see <see cref="SendTimes"/>).</param>
/// <param name="Audience">Who is considered; judged again right before each request (rule S9).</param>
public sealed record IssueDraft(
    IssueId Id,
    string Newsletter,
    DateTimeOffset Due,
    TimeSpan HoldWindow,
    AudienceQuery Audience,
    FrozenContent Content
);

/// <summary>
/// What an issue says, frozen when it is planned. Stored as <c>content.json</c> in the winning plan's folder.
/// </summary>
/// <param name="Mail">With merge fields where recipients differ.</param>
/// <param name="Articles">
/// Slugs of the articles in it, in their order: an article is in at most one issue of a newsletter.
/// </param>
/// <param name="Language">Of <paramref name="Mail"/>, BCP 47: the site's.</param>
/// <param name="Translations">
/// The same mail for readers of other languages: the articles as they are, all around them translated. Null for none.
/// </param>
public sealed record FrozenContent(
    BulkContent Mail,
    IReadOnlyList<string> Articles,
    string Language = "en",
    IReadOnlyList<TranslatedMail>? Translations = null
)
{
    /// <summary>What a reader gets.</summary>
    /// <param name="language">What the reader reads, BCP 47; null for the site's language.</param>
    /// <returns>The translation's language; null for <see cref="Mail"/> itself.</returns>
    public string? Serving(string? language)
    {
        if (language is null || Translations is null)
            return null;
        foreach (var translation in Translations)
        {
            if (translation.Serves(language))
                return translation.Language;
        }
        return null;
    }

    /// <summary>The content as it goes out in one of its languages.</summary>
    /// <param name="language">One that <see cref="Serving"/> returned.</param>
    public FrozenContent In(string? language) =>
        Translations?.FirstOrDefault(t => t.Language == language) is { } translation
            ? new FrozenContent(translation.Mail, Articles, translation.Language)
            : this;
}

/// <param name="Language">BCP 47.</param>
public sealed record TranslatedMail(string Language, BulkContent Mail)
{
    public bool Serves(string language) => LanguageTag.Includes(Language, language);
}

/// <summary>
/// Fills in what differs from recipient to recipient. Pure: the same recipient always gives the same mail.
/// </summary>
public interface IRecipientMerge
{
    /// <param name="issue">The issue that goes out.</param>
    /// <param name="recipient">Not excluded; its address is filled in.</param>
    /// <returns>Merge values escaped for where they stand, and headers such as <c>List-Unsubscribe</c>.</returns>
    BulkRecipient Merge(IssueRecord issue, FrozenContent content, Candidate recipient);
}
