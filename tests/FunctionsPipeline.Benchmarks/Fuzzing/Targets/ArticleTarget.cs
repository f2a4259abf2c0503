using System.Collections.Frozen;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Benchmarks.Fuzzing.Judging;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Benchmarks.Fuzzing.Targets;

/// <summary>A dropped file to its page, digest, plain text and report.</summary>
internal class ArticleTarget : IFuzzTarget
{
    private static readonly FrozenSet<string> Limits = FrozenSet.Create(
        StringComparer.Ordinal,
        "too-large",
        "too-many-lines",
        "line-too-long",
        "too-many-parts",
        "too-much-work",
        "too-much-output",
        "too-slow",
        "nested-too-deep",
        "front-matter-too-long",
        "front-matter-too-many"
    );

    private static readonly string[] Names =
    [
        "article.md",
        "2026-05-01-a-walk.md",
        "notes.txt",
        "folder/page.markdown",
        "Ärzte & «Pflege» <b>.md",
        "%2e%2e\\x\".md",
        "---.md",
    ];

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SiteSettings Site = new()
    {
        Name = "Example Clinic",
        Url = new Uri("https://clinic.example/"),
        Medical = true,
    };
    private static readonly Theme Look = Theme.From(new Dictionary<string, string>(), Site.Brand);

    public virtual string Name => "article";

    public virtual int Weight => 240;

    public FuzzAnswer Run(ReadOnlyMemory<byte> input) =>
        Print(new ArticleSource(Names[input.Length % Names.Length], input, Now), Site, Look, input);

    /// <summary>The whole way of one article; judged with what a foreign input says of hosts.</summary>
    public static FuzzAnswer Print(
        ArticleSource source,
        SiteSettings settings,
        ITheme theme,
        ReadOnlyMemory<byte> foreign
    )
    {
        var proof = ArticleProof.Print(source, settings, theme, Now);
        var digest = proof.Rendered?.Digest.ToDocument(theme, settings);
        var isRefused = proof.Rendered is null && proof.Report.Findings.Any(f => Limits.Contains(f.Rule));
        return new FuzzAnswer(
            isRefused,
            () => Violation(proof, digest, new HtmlJudge(new Evidence(foreign, HostsOf(settings))))
        );
    }

    private static string? Violation(ArticleProof proof, string? digest, HtmlJudge judge)
    {
        var report = judge.Document("report", Text(proof.ReportHtml));
        if (report is not null || proof.Rendered is not { } rendered)
            return report;
        return judge.Document("page", Text(rendered.Page))
            ?? judge.Fragment("content", rendered.Content.ToString())
            ?? judge.Document("digest", digest!)
            ?? judge.Fragment("teaser", rendered.Digest.TeaserHtml.ToString());
    }

    private static string[] HostsOf(SiteSettings settings) =>
        [
            "www.youtube-nocookie.com",
            "player.vimeo.com",
            settings.Url.Host,
            settings.Url.IdnHost,
            Site.Url.Host,
            Site.FunctionsUrl.Host,
        ];

    private static string Text(ReadOnlyMemory<byte> bytes) => System.Text.Encoding.UTF8.GetString(bytes.Span);
}
