namespace FunctionsPipeline.Site.Pages;

/// <summary>The issues that were sent, by newsletter, newest first.</summary>
internal static class PastIssuesPage
{
    public const string Folder = "issues/";
    public const string File = "issues/index.html";

    public static string Render(SiteView view, PastIssues issues)
    {
        var byNewsletter = issues.Issues.ToLookup(i => i.Newsletter, StringComparer.Ordinal);
        return view.Render(
            "past-issues",
            new
            {
                Shell = view.Frame(view.Strings["past-issues"], Folder),
                Strings = view.Strings.All,
                Newsletters = view
                    .Settings.Newsletters.Where(n => byNewsletter.Contains(n.Id))
                    .Select(n => new
                    {
                        n.Name,
                        n.Description,
                        Issues = byNewsletter[n.Id]
                            .OrderByDescending(i => i.SentAt)
                            .Select(i => new PageLink(
                                i.Subject,
                                view.Url(i.Path.TrimStart('/')),
                                DateText.Day(i.SentAt, n.TimeZone ?? view.Settings.TimeZone, view.Settings.Language)
                            ))
                            .ToList(),
                    })
                    .ToList(),
            }
        );
    }
}
