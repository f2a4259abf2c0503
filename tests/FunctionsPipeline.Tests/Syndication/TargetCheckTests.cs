using FunctionsPipeline.Findings;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Syndication;
using FunctionsPipeline.Syndication.WebSub;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Tests.Syndication;

public sealed class TargetCheckTests
{
    [Theory]
    [InlineData("{ name: social, type: mastodon, instance: 'https://social.example' }", null)]
    [InlineData("{ name: social, type: Mastodon, instance: 'https://social.example', visibility: unlisted }", null)]
    [InlineData("{ name: social, type: mastodon }", "'targets › social › instance' is missing.")]
    [InlineData(
        "{ name: social, type: mastodon, instance: 'http://social.example' }",
        "'targets › social › instance' is not a full https address."
    )]
    [InlineData(
        "{ name: social, type: mastodon, instance: 'https://me:secret@social.example' }",
        "'targets › social › instance' is not a full https address."
    )]
    [InlineData(
        "{ name: social, type: mastodon, instance: 'https://social.example', visibility: everyone }",
        "'targets › social › visibility' is not one of its choices."
    )]
    [InlineData("{ name: hub, type: websub, hub: '/hub' }", "'targets › hub › hub' is not a full https address.")]
    [InlineData(
        "{ name: hook, type: webhook, url: 'ftp://a.example/' }",
        "'targets › hook › url' is not a full https address."
    )]
    [InlineData("{ name: odd, type: geocities }", "'targets › odd › type' is 'geocities', which is no kind of target.")]
    public void A_target_that_cannot_work_is_an_error(string yaml, string? message)
    {
        var result = Read(yaml);

        var error = result.Findings.FirstOrDefault(f => f.Severity == Severity.Error);
        Assert.Equal((message, message is null ? null : 3), (error?.Message, error?.Line));
        Assert.Equal(message is null, result.Settings is not null);
    }

    [Fact]
    public void A_key_that_no_one_reads_is_pointed_out() =>
        Assert.Contains(
            "'targets › social › instnce'",
            Assert
                .Single(
                    Read("{ name: social, type: mastodon, instance: 'https://social.example', instnce: x }").Findings
                )
                .Message
        );

    private static SiteSettingsResult Read(string target)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton<IArticleFeeds, NoFeeds>();
        services.AddSyndication();
        using var provider = services.BuildServiceProvider();
        var reader = new SiteSettingsReader(provider.GetServices<ISiteSettingsCheck>());
        return reader.Read($"name: Clinic\ntargets:\n  - {target}\n", new SiteSettings());
    }

    private sealed class NoFeeds : IArticleFeeds
    {
        public IEnumerable<Uri> Of(FunctionsPipeline.Catalog.CatalogEntry article, SiteSettings settings) => [];
    }
}
