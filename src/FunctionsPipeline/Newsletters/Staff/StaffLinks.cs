using System.Text;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Subscribers.Links;

namespace FunctionsPipeline.Newsletters.Staff;

/// <summary>Signed links for staff: they know a mailbox and no password of ours.</summary>
internal sealed class StaffLinks(LinkSigner signer)
{
    /// <summary>The page with the issue's account. Shows counts only, never a person.</summary>
    public Uri Report(SiteSettings site, IssueId issue) => Of(site, "issue", LinkPurpose.IssueReport, issue);

    /// <summary>The page with the one button. GET changes nothing: scanners follow every link in a mail.</summary>
    public Uri Stop(SiteSettings site, IssueId issue) => Of(site, "stop-issue", LinkPurpose.StopIssue, issue);

    /// <returns>Null for a token that does not work.</returns>
    public IssueId? Read(LinkPurpose purpose, string? token) =>
        signer.Open(purpose, token)?.Payload is { } payload
        && IssueId.TryParse(Encoding.UTF8.GetString(payload), out var issue)
            ? issue
            : null;

    private Uri Of(SiteSettings site, string page, LinkPurpose purpose, IssueId issue) =>
        new(site.FunctionsUrl, $"api/{page}/{signer.Sign(purpose, Encoding.UTF8.GetBytes(issue.Value))}");
}
