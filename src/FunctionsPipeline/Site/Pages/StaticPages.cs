using FunctionsPipeline.Branding;
using FunctionsPipeline.Site.Rebuild;

namespace FunctionsPipeline.Site.Pages;

/// <summary>Pages that change only with the look.</summary>
internal static class StaticPages
{
    public const string NotFoundFile = "404.html";
    public const string SearchFile = "search/index.html";
    public const string ScriptFile = "assets/search.js";

    public static string Script { get; } = Embedded.Text("Site/Search/search.js");

    public static string NotFound(SiteView view) =>
        view.Render(
            "not-found",
            new
            {
                Shell = view.Frame(view.Strings["not-found-title"], null, noIndex: true),
                Strings = view.Strings.All,
                Links = Ways(view, withSearch: true),
            }
        );

    public static string Search(SiteView view)
    {
        var script = view.Url($"{ScriptFile}?v={SiteWriter.Hash(Script)}");
        return view.Render(
            "search",
            new
            {
                Shell = view.Frame(view.Strings["search"], "search/") with
                {
                    Policy = PagePolicy.WithScript(view.Settings, new Uri(script)),
                },
                Strings = view.Strings.All,
                Links = Ways(view, withSearch: false),
                SearchUrl = view.Url("search/"),
                IndexUrl = view.Url("search/index.json"),
                ScriptUrl = script,
            }
        );
    }

    /// <summary>A page at a former address.</summary>
    public static string Alias(SiteView view, string targetSlug) =>
        view.Render(
            "alias",
            new
            {
                Lang = view.Strings.Language,
                Title = view.Strings["moved-title"],
                Url = view.Url($"{targetSlug}/"),
                Text = view.Url($"{targetSlug}/"),
            }
        );

    private static List<PageLink> Ways(SiteView view, bool withSearch)
    {
        var ways = new List<PageLink>
        {
            new(view.Strings["front-page"], view.Url("")),
            new(view.Strings["all-articles"], view.Url("archive/")),
            new(view.Strings["topics"], view.Url("tags/")),
            new(view.Strings["authors"], view.Url("authors/")),
        };
        if (withSearch)
            ways.Add(new(view.Strings["search"], view.Url("search/")));
        return ways;
    }
}
