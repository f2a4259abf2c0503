using System.Text;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Links;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Tests.Subscribers.Links;

/// <summary>
/// Mailed links and the site's forms lead to one address, however the setting is written and regardless of site.yml.
/// </summary>
public sealed class SubscriberUrlsTests
{
    [Theory]
    [InlineData("https://fn.example.org")]
    [InlineData("https://fn.example.org/")]
    [InlineData("https://fn.example.org/api")]
    [InlineData("https://fn.example.org/API/")]
    public async Task Mails_and_pages_agree_where_the_functions_answer(string setting)
    {
        var store = new InMemoryBlobStore();
        await store.WriteAsync(
            new BlobPath(Containers.Settings, "site.yml"),
            Encoding.UTF8.GetBytes("functionsUrl: https://elsewhere.example/"),
            BlobHeaders.Text,
            WriteCondition.Always,
            default
        );
        await using var services = Services(store, setting);

        var mailed = services.GetRequiredService<SubscriberLinks>().Preferences(SubscriberId.New(1));
        var site = await services.GetRequiredService<ISiteSettingsSource>().GetAsync(default);

        Assert.Equal("https://fn.example.org/", site.FunctionsUrl.AbsoluteUri);
        Assert.StartsWith("https://fn.example.org/api/preferences/", mailed.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_is_none_is_refused()
    {
        using var services = Services(new InMemoryBlobStore(), "fn.example.org");

        var refused = Assert.Throws<InvalidOperationException>(() => services.GetRequiredService<SubscriberUrls>());

        Assert.Contains("FunctionsBaseUrl", refused.Message);
    }

    private static ServiceProvider Services(InMemoryBlobStore store, string setting) =>
        new ServiceCollection()
            .AddLogging()
            .AddSingleton<IBlobStore>(store)
            .AddSingleton<IConfiguration>(
                new ConfigurationBuilder()
                    .AddInMemoryCollection([
                        new("AzureWebJobsStorage", "UseDevelopmentStorage=true"),
                        new("FunctionsBaseUrl", setting),
                    ])
                    .Build()
            )
            .AddSiteSettings()
            .AddSubscribers()
            .BuildServiceProvider();
}
