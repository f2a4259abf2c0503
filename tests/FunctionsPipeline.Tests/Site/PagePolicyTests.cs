using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Site;

/// <summary>Static storage sends no headers: what a browser may run is said in each page's head.</summary>
public sealed class PagePolicyTests
{
    private readonly Publishing.Newsroom _newsroom = new();

    [Fact]
    public async Task Every_page_of_the_site_forbids_scripts_that_are_not_ours()
    {
        await _newsroom.DropAsync(
            "old.md",
            Publishing.Newsroom.Sciatica.Replace(
                "author: A. Lee",
                "author: A. Lee\naliases: [old-address]",
                StringComparison.Ordinal
            )
        );
        await _newsroom.DropAsync("mistake.md", "---\ntitle: A: b\n---\n\nText.");
        await _newsroom.Rebuild.RunAsync(default);

        var pages = new Dictionary<string, IDocument>(StringComparer.Ordinal);
        foreach (var container in new[] { Containers.Web, Containers.Reports })
        {
            foreach (
                var name in (await _newsroom.NamesAsync(container)).Where(n =>
                    n.EndsWith(".html", StringComparison.Ordinal)
                )
            )
            {
                var blob = await _newsroom.Store.ReadAsync(new BlobPath(container, name), default);
                pages[name] = new HtmlParser().ParseDocument(Encoding.UTF8.GetString(blob!.Content.Span));
            }
        }

        Assert.Superset(
            new HashSet<string>
            {
                "index.html",
                "404.html",
                "archive/index.html",
                "search/index.html",
                "mistake.md.html",
                "old.md.html",
                "old-address/index.html",
                "old/index.html",
            },
            pages.Keys.ToHashSet(StringComparer.Ordinal)
        );
        foreach (var (name, page) in pages)
        {
            var policy = page.Head!.QuerySelector("meta[http-equiv=Content-Security-Policy]");
            // Nothing before it could be loaded: a policy holds for what follows.
            Assert.True(policy?.PreviousElementSibling?.GetAttribute("charset") == "utf-8", name);
            Assert.StartsWith("default-src 'none'", policy!.GetAttribute("content"), StringComparison.Ordinal);
            var scripts = page.Scripts.Where(s => s.Type != "application/ld+json").Select(s => s.Source).ToList();
            if (name == "search/index.html")
            {
                Assert.Contains(
                    "script-src https://clinic.example/assets/search.js; connect-src https://clinic.example",
                    policy.GetAttribute("content"),
                    StringComparison.Ordinal
                );
                Assert.StartsWith(
                    "https://clinic.example/assets/search.js?v=",
                    Assert.Single(scripts),
                    StringComparison.Ordinal
                );
            }
            else if (name == "old/index.html")
            {
                Assert.EndsWith(
                    $"; script-src {PageScript.Source}",
                    policy.GetAttribute("content"),
                    StringComparison.Ordinal
                );
                Assert.Null(Assert.Single(scripts));
            }
            else
            {
                Assert.DoesNotContain("script-src", policy.GetAttribute("content"), StringComparison.Ordinal);
                Assert.Empty(scripts);
            }
            Assert.DoesNotContain(
                page.All.SelectMany(e => e.Attributes),
                a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase)
            );
        }
    }
}
