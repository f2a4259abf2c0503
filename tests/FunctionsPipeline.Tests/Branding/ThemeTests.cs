using System.Text;
using System.Xml.Linq;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Tests.Branding;

public sealed class ThemeTests
{
    private readonly InMemoryBlobStore _store = new();
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Values_are_escaped_and_letters_of_any_language_are_left_alone()
    {
        Assert.Equal(
            "<p>&lt;b&gt; &amp; Grüße, 你好</p>",
            Render(Theme("t.hbs", "<p>{{title}}</p>"), new { Title = "<b> & Grüße, 你好" })
        );
    }

    /// <summary>
    /// Handlebars.Net writes an indented partial's values as they are: a title with markup in it became markup.
    /// </summary>
    [Theory]
    [InlineData(" {{>part}}")]
    [InlineData("\t{{> part}}\n")]
    [InlineData("<div>\n  {{>part}}\n</div>")]
    [InlineData("<div>\r\n  {{ > part}}\r\n</div>")]
    [InlineData("{{#if title}}\n    {{>part}}\n{{/if}}")]
    [InlineData("\n  {{>\npart}}\n")]
    [InlineData("\n  {{> (lookup . 'name')}}\n")]
    public void Values_of_an_indented_partial_are_escaped(string text)
    {
        var theme = FunctionsPipeline.Branding.Theme.From(
            new Dictionary<string, string> { ["part.hbs"] = "<p>{{title}}</p>\n", ["t.hbs"] = text },
            new Brand()
        );

        var html = Render(theme, new { Title = "<b>", Name = "part" });

        Assert.Empty(theme.Findings);
        Assert.Contains("<p>&lt;b&gt;</p>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_is_an_object_or_a_dictionary()
    {
        var theme = Theme("t.hbs", "{{site.name}} {{strings.read-more}} {{#each items}}[{{this.name}}]{{/each}}");
        var model = new
        {
            Site = new { Name = "Clinic" },
            Strings = new Dictionary<string, string> { ["read-more"] = "more" },
            Items = new[] { new { Name = "a" }, new { Name = "b" } },
        };

        Assert.Equal("Clinic more [a][b]", Render(theme, model));
    }

    /// <summary>
    /// A publisher's header may read anything that the page has: only what the built-in one renders is kept.
    /// </summary>
    [Theory]
    [InlineData("Prairie Clinic", "P")]
    [InlineData("élan", "É")]
    [InlineData("<svg onload=x>", "<")]
    [InlineData("", "")]
    public void The_icon_is_the_name_s_first_letter(string name, string letter)
    {
        var shell = Shell.For(new SiteSettings { Name = name }, new FixedTheme().Theme, null);

        var drawing = XDocument.Parse(Uri.UnescapeDataString(shell.Site.Icon["data:image/svg+xml,".Length..]));

        Assert.Equal(letter, drawing.Descendants().Last().Value);
    }

    [Fact]
    public void A_template_of_the_publisher_s_own_is_rendered_each_time()
    {
        var theme = Theme("t.hbs", "{{#once \"t\" shell.site}}{{shell.site.name}}, {{title}}{{/once}}");
        var here = new { Name = "Here" };

        Assert.Equal("Here, 1", Render(theme, new { Shell = new { Site = here }, Title = 1 }));
        Assert.Equal("Here, 2", Render(theme, new { Shell = new { Site = here }, Title = 2 }));
    }

    [Fact]
    public void The_frame_is_that_of_the_settings_in_force()
    {
        var theme = FunctionsPipeline.Branding.Theme.From(
            new Dictionary<string, string> { ["t.hbs"] = "{{> header}}{{> footer}}" },
            new Brand()
        );
        var settings = new SiteSettings { Name = "Before" };
        var changed = settings with { Name = "After" };
        ShellFeed[] feeds = [new("All", "application/rss+xml", "https://clinic.example/feeds/rss.xml", "RSS")];

        Assert.Contains(
            ">Before<",
            Render(theme, new { Shell = Shell.For(settings, theme, "One") }),
            StringComparison.Ordinal
        );
        Assert.Contains(
            ">RSS<",
            Render(theme, new { Shell = Shell.For(settings, theme, "Two") with { Feeds = feeds } }),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            "Before",
            Render(theme, new { Shell = Shell.For(changed, theme, "One") }),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_override_that_does_not_compile_is_reported_and_left_out()
    {
        var theme = Theme("t.hbs", "{{#if open}}never closed");

        Assert.Contains("theme/t.hbs cannot be used", Assert.Single(theme.Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_brand_is_in_the_style_sheet_and_in_the_version()
    {
        var one = FunctionsPipeline.Branding.Theme.From(
            new Dictionary<string, string>(),
            new Brand { Accent = "#123456" }
        );
        var other = FunctionsPipeline.Branding.Theme.From(new Dictionary<string, string>(), new Brand());

        Assert.Contains("--accent:#123456", one.StyleSheet, StringComparison.Ordinal);
        Assert.NotEqual(one.Version, other.Version);
    }

    [Fact]
    public async Task The_theme_folder_overrides_and_changes_come_into_force()
    {
        var source = new StoredTheme(
            _store,
            new FixedSettings(new SiteSettings()),
            _time,
            NullLogger<StoredTheme>.Instance
        );
        await WriteAsync("theme/t.hbs", "one");
        Assert.Equal("one", Render(await source.GetAsync(default), new { }));

        await WriteAsync("theme/t.hbs", "two");
        _time.Advance(StoredTheme.MaxAge);
        Assert.Equal("two", Render(await source.GetAsync(default), new { }));
    }

    [Fact]
    public async Task An_unchanged_theme_is_listed_and_not_read_again()
    {
        var source = new StoredTheme(
            _store,
            new FixedSettings(new SiteSettings()),
            _time,
            NullLogger<StoredTheme>.Instance
        );
        await WriteAsync("theme/t.hbs", "one");
        var first = await source.GetAsync(default);
        _time.Advance(StoredTheme.MaxAge);

        Assert.Same(first, await source.GetAsync(default));
        Assert.Equal(1, _store.Calls[nameof(IBlobStore.ReadAsync)]);
    }

    private static ITheme Theme(string file, string text) =>
        FunctionsPipeline.Branding.Theme.From(new Dictionary<string, string> { [file] = text }, new Brand());

    private static string Render(ITheme theme, object model)
    {
        using var output = new StringWriter();
        theme.Render("t", model, output);
        return output.ToString();
    }

    private Task WriteAsync(string name, string text) =>
        _store.WriteAsync(
            new BlobPath(Containers.Settings, name),
            Encoding.UTF8.GetBytes(text),
            BlobHeaders.Text,
            WriteCondition.Always,
            default
        );
}
