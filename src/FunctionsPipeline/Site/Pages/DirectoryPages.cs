using System.Globalization;
using FunctionsPipeline.Site.Index;

namespace FunctionsPipeline.Site.Pages;

/// <summary>
/// All tags, or all authors. A short directory is one page; a long one shows those with most articles and leads to pages of
/// a hundred or so each, so that one more article does not rewrite them all.
/// </summary>
internal static class DirectoryPages
{
    public static string Index(TermKind kind) => $"{kind.Folder}/index.html";

    /// <summary>The terms that are not on a sealed page: the last of the alphabet.</summary>
    public static string Last(TermKind kind) => $"{kind.Folder}/all/last/index.html";

    public static string Page(TermKind kind, int id) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind.Folder}/all/{id}/index.html");

    public static string RenderIndex(
        SiteView view,
        TermKind kind,
        PagedList<ListedTerm> list,
        IReadOnlyList<ListedTerm> top
    )
    {
        var isLong = list.Pages.Any();
        return view.Render(
            "directory",
            new
            {
                Shell = view.Frame(view.Strings[kind.TitleKey], $"{kind.Folder}/"),
                Strings = view.Strings.All,
                Title = view.Strings[kind.TitleKey],
                Top = isLong ? top.Select(t => Link(view, kind, t)).ToList() : [],
                Ranges = isLong ? Ranges(view, kind, list) : [],
                Terms = isLong ? [] : list.Open.Select(t => Link(view, kind, t)).ToList(),
                IsEmpty = list.Count == 0,
            }
        );
    }

    public static string RenderPage(SiteView view, TermKind kind, string path, IReadOnlyList<ListedTerm> terms)
    {
        var title = Range(view, terms[0].Key, terms[^1].Key);
        return view.Render(
            "directory",
            new
            {
                Shell = view.Frame(
                    $"{view.Strings[kind.TitleKey]}: {title}",
                    path[..^"index.html".Length],
                    noIndex: true
                ),
                Strings = view.Strings.All,
                Title = title,
                Crumbs = new List<PageLink> { new(view.Strings[kind.TitleKey], view.Url($"{kind.Folder}/")) },
                Terms = terms.Select(t => Link(view, kind, t)).ToList(),
            }
        );
    }

    public static PageLink Link(SiteView view, TermKind kind, ListedTerm term) =>
        new(term.Name, view.Url(kind.PathOf(term.Slug)), term.Count.ToString(CultureInfo.InvariantCulture));

    private static List<PageLink> Ranges(SiteView view, TermKind kind, PagedList<ListedTerm> list)
    {
        var ranges = list
            .Pages.Select(p => new PageLink(
                Range(view, p.First, p.Last),
                view.Url($"{kind.Folder}/all/{p.Id.ToString(CultureInfo.InvariantCulture)}/")
            ))
            .ToList();
        if (list.Open.Count > 0)
            ranges.Add(
                new PageLink(Range(view, list.Open[0].Key, list.Open[^1].Key), view.Url($"{kind.Folder}/all/last/"))
            );
        return ranges;
    }

    private static string Range(SiteView view, string first, string last) =>
        view.Strings.Format("range", ("first", first.Replace('-', ' ')), ("last", last.Replace('-', ' ')));
}
