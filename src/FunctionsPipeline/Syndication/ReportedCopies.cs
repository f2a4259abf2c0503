using System.Globalization;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Localization;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Syndication.Copies;
using Microsoft.Extensions.Logging;

namespace FunctionsPipeline.Syndication;

/// <summary>Tells an article's report where the article went, in words for staff.</summary>
public sealed class ReportedCopies(IBlobStore store, IThemeSource themes, ILogger<ReportedCopies> logger)
{
    internal const string Strings = "syndication";

    /// <summary>Writes nothing if the report shows it already.</summary>
    public async Task ShowAsync(
        CopyRecord entry,
        CatalogEntry article,
        SiteSettings settings,
        CancellationToken cancellationToken
    )
    {
        if (entry.State != CopyRecordState.Sending)
            await new ReportStore(store, logger).ShowCopyAsync(
                article.Source,
                CopyOf(entry, settings),
                settings,
                themes,
                cancellationToken
            );
    }

    private static ReportedCopy CopyOf(CopyRecord entry, SiteSettings settings)
    {
        var strings = StringTable.Load(Strings, settings.Language);
        var state = entry switch
        {
            { State: CopyRecordState.Carried } => CopyState.There,
            { State: CopyRecordState.Withdrawn } => CopyState.Withdrawn,
            { State: CopyRecordState.Failed } => entry.Withdrawing ? CopyState.Remains : CopyState.Failed,
            _ => entry.Withdrawing ? CopyState.There : CopyState.Waiting,
        };
        return new ReportedCopy(
            entry.Target,
            state,
            entry.Link,
            entry.Problem is { } problem ? TextOf(problem, entry.Status, strings) : null,
            state switch
            {
                CopyState.Failed
                    when entry.Problem is not (Problem.DeletedThere or Problem.Uncertain or Problem.Unwanted) =>
                    strings["again"],
                CopyState.Remains => strings["withdraw-again"],
                CopyState.There when entry.Withdrawing => strings["withdraw-waiting"],
                CopyState.Waiting => strings["waiting"],
                _ => null,
            }
        );
    }

    internal static string TextOf(Problem problem, int? status, StringTable strings)
    {
        var name = problem.ToString();
        return strings.Format(
            char.ToLowerInvariant(name[0]) + name[1..],
            ("status", status?.ToString(CultureInfo.InvariantCulture))
        );
    }
}
