using System.Text;
using System.Text.RegularExpressions;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Branding.Fonts;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Tests.Branding.Fonts;

public sealed partial class SiteFontsTests
{
    private static readonly Uri Site = new("https://clinic.example/");

    [FontsFact]
    public void Each_font_of_the_style_sheet_is_a_file_with_its_hash_and_its_licence()
    {
        var addresses = Address().Matches(SiteFonts.StyleSheetFor(Site)).Select(m => m.Groups[1].Value).ToList();

        Assert.Equal(
            addresses.Order(StringComparer.Ordinal),
            SiteFonts.Files.Where(f => f.IsFont).Select(f => Site + f.Path).Order(StringComparer.Ordinal)
        );
        Assert.Contains(SiteFonts.FirstOf(Site), addresses);
        foreach (var file in SiteFonts.Files)
        {
            Assert.Matches("^assets/fonts/[a-z0-9-]+-[0-9a-f]{8}\\.(woff2|txt)$", file.Path);
            if (file.IsFont)
                Assert.Equal("wOF2"u8, file.Content.Span[..4]);
            else
                Assert.Contains(
                    "SIL OPEN FONT LICENSE Version 1.1",
                    Encoding.UTF8.GetString(file.Content.Span),
                    StringComparison.OrdinalIgnoreCase
                );
        }
        Assert.Equal(2, SiteFonts.Files.Count(f => !f.IsFont));
    }

    /// <summary>What most pages load, of the 60 KB that a page may have.</summary>
    [FontsFact]
    public void The_fonts_of_a_page_without_italics_are_small()
    {
        var bytes = SiteFonts
            .Files.Where(f => f.Name is "serif-400.woff2" or "sans-600.woff2")
            .Sum(f => f.Content.Length);

        Assert.InRange(bytes, 10_000, 33_000);
    }

    [FontsFact]
    public void French_loads_no_second_file()
    {
        var ranges = Range()
            .Matches(SiteFonts.StyleSheetFor(Site))
            .SelectMany(m => m.Groups[1].Value.Split(','))
            .Select(range => range[2..].Split('-'))
            .Select(ends => (First: Convert.ToInt32(ends[0], 16), Last: Convert.ToInt32(ends[^1], 16)))
            .ToList();

        Assert.NotEmpty(ranges);
        Assert.All("àâæçéèêëîïôœùûüÿÀÇÉŒ«»’ \u00A0\u202F", letter => Assert.DoesNotContain(ranges, IsIn(letter)));
        Assert.All("łŁżčřőšțğ", letter => Assert.Contains(ranges, IsIn(letter)));

        static Predicate<(int First, int Last)> IsIn(char letter) =>
            range => letter >= range.First && letter <= range.Last;
    }

    [FontsFact]
    public async Task They_are_published_once_and_allowed_by_the_pages_that_use_them()
    {
        var site = new SeededSite();
        await site.PublishAsync("a");
        await site.RebuildAsync();

        foreach (var file in SiteFonts.Files)
        {
            var blob = await site.Store.ReadAsync(new BlobPath(Containers.Web, file.Path), default);
            Assert.Equal(file.Content.ToArray(), blob!.Content.ToArray());
            Assert.Contains("immutable", blob.Headers.CacheControl, StringComparison.Ordinal);
            Assert.Equal(file.IsFont ? "font/woff2" : "text/plain; charset=utf-8", blob.Headers.ContentType);
        }
        var front = (await site.FileAsync("index.html"))!;
        Assert.Contains($"; font-src {SeededSite.Url.AbsoluteUri.TrimEnd('/')};", front, StringComparison.Ordinal);
        Assert.Contains(
            $"<link rel=\"preload\" href=\"{SiteFonts.FirstOf(SeededSite.Url)}\" as=\"font\" type=\"font/woff2\" crossorigin>",
            front,
            StringComparison.Ordinal
        );

        var written = 0;
        site.Memory.After = (operation, path) =>
        {
            if (
                operation == nameof(IBlobStore.WriteAsync)
                && path.Name.StartsWith("assets/fonts/", StringComparison.Ordinal)
            )
                Interlocked.Increment(ref written);
        };
        await site.PublishAsync("b");
        await site.RebuildAsync();
        Assert.Equal(0, written);
    }

    /// <summary>A form answers from another host: its browser would refuse a font of the site.</summary>
    [FontsFact]
    public void A_page_that_does_not_stand_on_the_site_has_the_systems_fonts()
    {
        var settings = new SiteSettings { Url = Site };
        var look = Theme.From(new Dictionary<string, string>(), settings.Brand);

        var form = Shell.For(settings, look, "A form");

        Assert.Equal("", form.Fonts);
        Assert.Null(form.Preload);
        Assert.NotEqual("", Shell.OnSite(settings, look, "A page").Fonts);
    }

    [Theory]
    [InlineData(
        "a { b: c; }\n@media (x: y) {\n  d,  e { f: 1px 2px; g: \" (\" attr(h) \")\"; }\n}\n",
        "a{b:c}@media (x:y){d, e{f:1px 2px;g:\" (\" attr(h) \")\"}}"
    )]
    public void A_style_sheet_is_written_without_spaces_that_no_browser_needs(string wide, string narrow) =>
        Assert.Equal(narrow, BuiltInTemplates.Compact(wide));

    [GeneratedRegex("url\\(([^)]+)\\)")]
    private static partial Regex Address();

    [GeneratedRegex("unicode-range:([^}]+)}")]
    private static partial Regex Range();
}
