using System.Text;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Articles.Rendering;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Benchmarks.Fuzzing.Targets;

/// <summary>A publisher's own <c>page.hbs</c>: compiled, and rendered over an article.</summary>
internal sealed class TemplateTarget : IFuzzTarget
{
    /// <summary>As markup it would be an element that the page has not.</summary>
    private const string Canary = "<canary onclick=\"x\">";

    private static readonly byte[] Text = Encoding.UTF8.GetBytes(
        $"---\ntitle: 'Title {Canary}'\ntags: [one, two]\nauthor: '{Canary}'\nreferences: [One, Two]\n---\n\n## A\n\nWords.\n");

    private static readonly SiteSettings Site = new() { Name = "Example Clinic", Url = new Uri("https://clinic.example/") };

    public string Name => "template";

    /// <summary>Compiling takes hundreds of times as long as anything else here.</summary>
    public int Weight => 2;

    public FuzzAnswer Run(ReadOnlyMemory<byte> input)
    {
        var template = Encoding.UTF8.GetString(input.Span);
        var theme = Theme.From(new Dictionary<string, string> { ["page.hbs"] = template }, Site.Brand);
        var article = ArticleReader.Read(new ArticleSource("a.md", Text, DateTimeOffset.UnixEpoch), Site).Article!;
        var rendered = RenderedArticle.Render(article, RenderContext.For(Site, theme, "en"));
        return new FuzzAnswer(theme.Findings.Count > 0, () => Violation(template, rendered));
    }

    /// <summary>Two braces escape: a value is markup only where the template asks for it, or is the built-in one's body.</summary>
    private static string? Violation(string template, RenderedArticle rendered)
        => !template.Contains("{{{", StringComparison.Ordinal) && !template.Contains('&', StringComparison.Ordinal)
            && !template.Contains(Canary, StringComparison.Ordinal)
            && Encoding.UTF8.GetString(rendered.Page.Span).Contains(Canary, StringComparison.Ordinal)
                ? "a value stands in the page unescaped" : null;
}
