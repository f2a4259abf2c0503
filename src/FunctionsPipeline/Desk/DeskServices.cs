using FunctionsPipeline.Desk.Access;
using FunctionsPipeline.Desk.Articles;
using FunctionsPipeline.Desk.Elsewhere;
using FunctionsPipeline.Desk.Health;
using FunctionsPipeline.Desk.History;
using FunctionsPipeline.Desk.Issues;
using FunctionsPipeline.Desk.Overview;
using FunctionsPipeline.Desk.Readers;
using FunctionsPipeline.Desk.SiteFile;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Desk;

/// <summary>Registers the desk. It calls the services of all features, which others register.</summary>
public static class DeskServices
{
    public static IServiceCollection AddDesk(this IServiceCollection services)
    {
        services.AddSingleton<DeskPages>();
        services.AddSingleton<DeskHistory>();
        services.AddSingleton<DeskSessions>();
        services.AddSingleton<SignInLinks>();
        services.AddOptions<DeskOptions>();
        services.AddSingleton<SignInMail>();
        services.AddSingleton<SignInPage>();
        services.AddSingleton<DeskAttention>();
        services.AddSingleton<OverviewPage>();
        services.AddSingleton<HistoryPage>();
        services.AddSingleton<HealthPage>();
        services.AddSingleton<ElsewherePage>();
        services.AddSingleton<SourcesPage>();
        services.AddSingleton<ArticleIndex>();
        services.AddSingleton<ArticlesPage>();
        services.AddSingleton<ArticlePreview>();
        services.AddSingleton<ArticleRemoval>();
        services.AddSingleton<OneArticlePage>();
        services.AddSingleton<SharedPreviews>();
        services.AddSingleton<SharedPreviewPage>();
        services.AddSingleton<FileDrops>();
        services.AddSingleton<WritePage>();
        services.AddSingleton<UploadPage>();
        services.AddSingleton<WeeklyCounts>();
        services.AddSingleton<ReadersPage>();
        services.AddSingleton<PersonPage>();
        services.AddSingleton<ImportPage>();
        services.AddSingleton<SettingsPage>();
        services.AddSingleton<NoteFile>();
        services.AddSingleton<IssuesPage>();
        services.AddSingleton<WelcomePage>();
        services.AddSingleton<OneIssuePage>();
        services.AddSingleton<IssueFiguresPage>();
        services.AddSingleton<IssueActs>();
        services.AddSingleton<PlanningActs>();
        return services;
    }
}
