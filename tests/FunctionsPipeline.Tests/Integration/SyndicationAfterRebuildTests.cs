using FunctionsPipeline.Integration;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Site.Rebuild;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Syndication.WebSub;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Tests.Integration;

public sealed class CarryFurtherTests
{
    [Fact]
    public async Task The_feeds_that_are_pinged_are_those_that_the_site_wrote()
    {
        var site = new SeededSite();
        site.Settings.Settings = site.Settings.Settings with
        {
            Newsletters =
            [
                new NewsletterSettings
                {
                    Id = "sleep",
                    Name = "Sleep",
                    Topics = ["Sleep"],
                },
                new NewsletterSettings
                {
                    Id = "other",
                    Name = "Other",
                    Topics = ["Other"],
                },
            ],
        };
        var entry = SeededSite.Entry("naps", "2026-03-10", "Sleep", "Élan vital");
        await site.PublishAsync(entry);
        await site.RebuildAsync();
        var written = new List<string>();
        foreach (var (name, text) in await site.FilesAsync())
        {
            if (
                name.StartsWith("feeds/", StringComparison.Ordinal) && text.Contains("/naps/", StringComparison.Ordinal)
            )
                written.Add(name);
        }

        var pinged = new FeedsOfLists().Of(entry, site.Settings.Settings).Select(f => f.AbsolutePath[1..]);

        Assert.Equal(12, written.Count);
        Assert.Equal(written.Order(StringComparer.Ordinal), pinged.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_the_site_tells_of_is_asked_for_once_for_each_target()
    {
        var queue = new InMemoryMessageQueue();
        var store = new InMemoryBlobStore();
        var services = new ServiceCollection();
        services
            .AddSingleton<IBlobStore>(store)
            .AddSingleton<IMessageQueue>(queue)
            .AddSingleton<ISiteSettingsSource>(
                new FixedSettings(
                    new SiteSettings
                    {
                        Targets =
                        [
                            new TargetSettings { Name = "a", Type = "websub" },
                            new TargetSettings { Name = "b", Type = "websub" },
                        ],
                    }
                )
            );
        services.AddSyndicationAfterRebuild();
        await using var provider = services.BuildServiceProvider();

        await Assert
            .Single(provider.GetServices<ISiteFollower>())
            .FollowAsync(
                [
                    SeededSite.Entry("naps") with
                    {
                        FirstPublished = DateTimeOffset.MaxValue,
                    },
                    SeededSite.Entry("gone") with
                    {
                        Status = FunctionsPipeline.Catalog.CatalogStatus.Removed,
                    },
                ],
                default
            );

        Assert.Equal(
            ["a", "b"],
            queue
                .Sent.Select(s =>
                    System.Text.Json.JsonDocument.Parse(s.Message).RootElement.GetProperty("target").GetString()
                )
                .Order(StringComparer.Ordinal)
        );
        Assert.All(queue.Sent, s => Assert.Equal(Queues.Syndication, s.Queue));
        Assert.IsType<FeedsOfLists>(provider.GetRequiredService<IArticleFeeds>());
    }
}
