using FunctionsPipeline.Functions.Publishing;
using FunctionsPipeline.Integration;
using FunctionsPipeline.Publishing.Reconcile;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FunctionsPipeline.Functions.Tests.Publishing;

/// <summary>
/// Where only a scan of the container finds drops, the reconcile pass looks sooner for those that it missed.
/// </summary>
public sealed class DropSourceTests
{
    [Theory]
    [InlineData(AppSettings.RenderArticleEventGridDisabled, "true", true)]
    [InlineData(AppSettings.RenderArticleEventGridDisabled, "True", true)]
    [InlineData(AppSettings.RenderArticleEventGridDisabled, "1", true)]
    [InlineData("AzureWebJobs_RenderArticleEventGrid_Disabled", "true", true)]
    [InlineData(AppSettings.RenderArticleEventGridDisabled, "false", false)]
    [InlineData(AppSettings.RenderArticleScanDisabled, "true", false)]
    public void The_settings_say_how_long_a_drop_is_left_to_its_trigger(string name, string value, bool scanOnly)
    {
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new(name, value)]).Build())
            .AddReconcile()
            .AddIntegration()
            .AddDropSource()
            .BuildServiceProvider();

        Assert.Equal(
            scanOnly ? ReconcileOptions.GraceWithScan : ReconcileOptions.GraceWithEvents,
            services.GetRequiredService<IOptions<ReconcileOptions>>().Value.Grace
        );
    }
}
