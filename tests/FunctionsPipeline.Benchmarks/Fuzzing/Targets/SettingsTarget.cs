using System.Text;
using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Newsletters.Composing;
using FunctionsPipeline.Newsletters.Scheduling;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Syndication;
using FunctionsPipeline.Syndication.WebSub;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Benchmarks.Fuzzing.Targets;

/// <summary><c>site.yml</c> with every feature's check, and a page of the site that it makes.</summary>
internal sealed class SettingsTarget : IFuzzTarget
{
    private static readonly byte[] Article =
        "---\ntitle: A walk\ntags: [health]\n---\n\nWords, and [a link](/about)."u8.ToArray();
    private static readonly SiteSettings Defaults = new() { Url = new Uri("https://clinic.example/") };

    private readonly Lazy<SiteSettingsReader> _reader = new(Reader);

    public string Name => "settings";

    public int Weight => 100;

    public FuzzAnswer Run(ReadOnlyMemory<byte> input)
    {
        var result = _reader.Value.Read(Encoding.UTF8.GetString(input.Span), Defaults, themeFiles: []);
        if (result.Settings is not { } settings)
            return FuzzAnswer.Read;
        var source = new ArticleSource("article.md", Article, DateTimeOffset.UnixEpoch);
        return ArticleTarget.Print(
            source,
            settings,
            Theme.From(new Dictionary<string, string>(), settings.Brand),
            input
        );
    }

    private static SiteSettingsReader Reader()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton<IArticleFeeds, NoFeeds>();
        services.AddSyndication();
        return new SiteSettingsReader([
            .. services.BuildServiceProvider().GetServices<ISiteSettingsCheck>(),
            new ScheduleCheck(),
            new MailCheck(),
        ]);
    }

    private sealed class NoFeeds : IArticleFeeds
    {
        public IEnumerable<Uri> Of(FunctionsPipeline.Catalog.CatalogEntry article, SiteSettings settings) => [];
    }
}
