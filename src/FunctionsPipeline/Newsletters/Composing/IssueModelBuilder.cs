using FunctionsPipeline.Articles.Constructs.Links;
using FunctionsPipeline.Articles.Outline;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Newsletters.Composing;

/// <summary>How much of an issue goes into the mail.</summary>
/// <param name="Full">Articles in full, where their text is at hand.</param>
/// <param name="Shown">How many articles have a teaser or their text; the others are named as being on the site.</param>
/// <param name="Named">How many of the others are named with a link.</param>
internal readonly record struct IssueForm(bool Full, int Shown, int Named, bool Note);

/// <summary>
/// Fills the template's model. Everything that comes from authors and settings is made safe from being read as a merge
/// field here.
/// </summary>
internal sealed class IssueModelBuilder(
    SiteSettings site,
    NewsletterSettings newsletter,
    IssuePlan plan,
    IReadOnlyDictionary<string, ArticleText> texts,
    string subject,
    string preheader
)
{
    private const int LongestTitle = 200;
    private const int LongestSummary = 400;
    private const int LongestName = 80;

    private readonly StringTable _strings = StringTable.Load(IssueComposer.Strings, site.Language);

    public IssueModel Build(IssueForm form)
    {
        var shown = plan.Articles.Take(form.Shown).Select(entry => Article(entry, form.Full)).ToList();
        var left = plan.Articles.Count - shown.Count;
        var own = shown.Where(a => a.Home is null).ToList();
        var organisation = site.Organisation;
        return new IssueModel
        {
            Language = site.Language,
            Direction = Cultures.Direction(site.Language),
            Subject = subject,
            Preheader = preheader,
            Newsletter = Safe(newsletter.Name),
            Site = Safe(site.Name),
            SiteUrl = site.Url.AbsoluteUri,
            LogoUrl = IssueUrls.Absolute(site, site.Brand.Logo),
            LogoAlt = Safe(site.Brand.LogoAlt ?? site.Name),
            Accent = site.Brand.Accent,
            AccentDark = site.Brand.AccentDark,
            Date = IssueLines.Day(site, newsletter, plan.Due),
            BrowserUrl = IssueUrls.PageOf(site, newsletter.Id, plan.Slot).AbsoluteUri,
            NoteHtml = form.Note && plan.Note is { } note ? MergeFields.Neutralise(note.Html) : null,
            NoteText = form.Note && plan.Note is { } words ? MergeFields.Neutralise(words.Text) : null,
            Lead = own.FirstOrDefault(),
            Articles = [.. own.Skip(1)],
            Elsewhere = [.. shown.Where(a => a.Home is not null)],
            More = [.. plan.Articles.Skip(form.Shown).Take(form.Named).Select(entry => Article(entry, full: false))],
            MoreText = left == 0 ? null : _strings.Count("more", left),
            Reason = _strings.Format("reason", ("newsletter", Safe(newsletter.Name)), ("site", Safe(site.Name))),
            Organisation = Safe(organisation.LegalName ?? site.Name),
            PostalAddress = Safe(string.Join(", ", organisation.PostalAddress)),
            Contacts = [.. Contacts(organisation)],
            Strings = _strings.All,
        };
    }

    private IssueArticle Article(CatalogEntry entry, bool full)
    {
        var elsewhere = entry.Home is { IsOwn: false, Url: not null } home ? home : null;
        var text = full && elsewhere is null ? texts.GetValueOrDefault(entry.Slug) : null;
        return new IssueArticle(
            Safe(IssueLines.Cut(entry.Title, LongestTitle)),
            Safe(IssueLines.Cut(entry.Summary, LongestSummary)),
            elsewhere?.Url ?? new Uri(site.Url, entry.Path[1..]).AbsoluteUri,
            string.Equals(entry.Language, site.Language, StringComparison.OrdinalIgnoreCase) ? null : entry.Language,
            _strings["read-article"],
            entry.Tags.Count > 0 ? Safe(IssueLines.Cut(entry.Tags[0], 60)) : null,
            entry.Words > 0 ? _strings.Format("minutes", ("minutes", WordCount.Minutes(entry.Words))) : null,
            // Mail clients show no drawings.
            (entry.MailImage ?? entry.Image)
                is { } image
            && !MailLink.IsDrawing(image)
                ? IssueUrls.Absolute(site, image)
                : null,
            // The picture is a link, and a link needs words even where the picture only decorates.
            Safe(
                string.IsNullOrWhiteSpace(entry.ImageAlt) ? IssueLines.Cut(entry.Title, LongestTitle) : entry.ImageAlt
            ),
            text is null ? null : MergeFields.Neutralise(text.Html),
            text is null ? null : MergeFields.Neutralise(text.Text)
        )
        {
            Home = elsewhere is null ? null : Safe(IssueLines.Cut(elsewhere.Name, LongestName)),
        };
    }

    internal static IEnumerable<IssueContact> Contacts(Organisation organisation)
    {
        if (organisation.Phone is { Length: > 0 } phone)
            yield return new IssueContact(Safe(phone), null);
        if (organisation.Email is { Length: > 0 } email)
            yield return new IssueContact(
                Safe(email),
                "mailto:" + Uri.EscapeDataString(email).Replace("%40", "@", StringComparison.Ordinal)
            );
        if (organisation.Web is { } web)
            yield return new IssueContact(Safe(web.Host), web.AbsoluteUri);
    }

    private static string Safe(string text) => MergeFields.Neutralise(text);
}
