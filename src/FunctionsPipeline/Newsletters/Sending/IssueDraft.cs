using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Subscribers;

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
/// <param name="Language">BCP 47.</param>
public sealed record FrozenContent(BulkContent Mail, IReadOnlyList<string> Articles, string Language = "en");

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
