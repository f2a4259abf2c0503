using System.Text.RegularExpressions;
using AngleSharp.Dom;
using FunctionsPipeline.Articles.FromHtml;
using FunctionsPipeline.Cli.Migrate.Posts;
using FunctionsPipeline.Cli.Migrate.Source;

namespace FunctionsPipeline.Cli.Migrate.Mailchimp;

/// <summary>
/// The HTML of a campaign, without what only a mail needs: the preview, the link to the browser, the footer with the address
/// and the way out.
/// </summary>
internal static partial class CampaignPage
{
    /// <summary>Blocks of Mailchimp's templates that are no part of what was written.</summary>
    private const string Frame =
        "#templatePreheader, #templateFooter, .templatePreheader, .templateFooter, .mcnPreviewText, #awesomewrap, #canspamBarWrapper, .mceFooterSection, .mcnFollowBlock, .footerContainer";

    public static ExportedPost Read(ExportFile file, string html, CampaignTable campaigns, MigrationReport report)
    {
        var (title, body) = (TitleOf(html), html);
        if (HtmlGuard.Refusal(html) is null)
        {
            var tree = HtmlTree.Parse(html);
            foreach (var part in tree.Body.QuerySelectorAll(Frame).ToList())
                part.Remove();
            foreach (var link in tree.Body.QuerySelectorAll("a[href]").Where(IsOfMail).ToList())
            {
                report.Add(
                    file.Path,
                    HtmlTree.LineOf(link),
                    $"The link '{link.TextContent.Trim()}' is of use in a mail only; it was left out."
                );
                link.Remove();
            }
            body = tree.Body.InnerHtml;
        }
        foreach (Match tag in MergeTag().Matches(body))
            report.Add(file.Path, null, $"The merge tag {tag.Value} has no value here; readers see it as it is.");
        var campaign = campaigns.Find(file, title);
        return new ExportedPost
        {
            Where = file.Path,
            Title = campaign?.Subject ?? title ?? NameOf(file),
            Slug = null,
            Date = campaign?.SentAt,
            // Without the table it is not known which campaigns went out.
            Held = campaign?.SentAt is null ? "the export does not say that it was sent" : null,
            Body = PostBody.Html(body),
        };
    }

    private static bool IsOfMail(IElement link) => MailOnly().IsMatch(link.GetAttribute("href")!);

    private static string? TitleOf(string html) =>
        Title().Match(html) is { Success: true } match
        && HtmlConverter.Words(match.Groups["title"].Value) is { Length: > 0 } title
        && !title.Contains("*|", StringComparison.Ordinal)
            ? title
            : null;

    /// <summary>Without the campaign's number in front.</summary>
    private static string NameOf(ExportFile file) =>
        Number().Replace(file.Stem, "").Replace('-', ' ').Replace('_', ' ').Trim();

    [GeneratedRegex(
        @"<title>(?<title>.*?)</title>",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.Singleline
    )]
    private static partial Regex Title();

    [GeneratedRegex(
        @"^[0-9a-f]{6,}[_-]|^\d+[_-]",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    private static partial Regex Number();

    [GeneratedRegex(@"\*\|[A-Z][A-Z0-9_:]*\|\*", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex MergeTag();

    [GeneratedRegex(
        @"\*\|(UNSUB|ARCHIVE|UPDATE_PROFILE|FORWARD|LIST:|ABOUT_LIST|REWARDS|MC_)|list-manage\.com/(unsubscribe|profile|vcard)|campaign-archive",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    private static partial Regex MailOnly();
}
