using System.Net;
using FunctionsPipeline.Catalog;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.LocalDev.Demo;

/// <summary>First act: staff drop files, and each is answered.</summary>
internal static class DroppedFiles
{
    public static async Task<IReadOnlyList<DroppedFile>> PlayAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        foreach (var file in SampleFiles.All)
        {
            var container = stage.Storage.GetBlobContainerClient(file.Container);
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await using var content = SampleFiles.Open(file);
            var dropped = await BinaryData.FromStreamAsync(content, cancellationToken);
            if (!file.IsArticle && file.Name.EndsWith(".yml", StringComparison.Ordinal))
                dropped = new BinaryData(DemoClock.Schedule(dropped.ToString(), stage.Due));
            else if (file.IsArticle)
                dropped = new BinaryData(DemoClock.Dates(dropped.ToString(), stage.Due));
            await container.GetBlobClient(file.Name).UploadAsync(dropped, overwrite: true, cancellationToken);
        }
        var answers = new List<DroppedFile>();
        foreach (var file in SampleFiles.All.Where(f => f.IsArticle))
        {
            var report = await DemoStage.WaitAsync(
                $"The answer to {file.Name}",
                async token =>
                    (
                        await stage.Store.ReadJsonAsync(ArticleReport.JsonOf(file.Name), CatalogJson.Report, token)
                    )?.Value,
                cancellationToken
            );
            answers.Add(await JudgeAsync(stage, file, report, cancellationToken));
        }
        return answers;
    }

    /// <summary>Every drop is answered with a report; one without a mistake has a page too.</summary>
    private static async Task<DroppedFile> JudgeAsync(
        DemoStage stage,
        SampleFile file,
        ArticleReport report,
        CancellationToken cancellationToken
    )
    {
        var expected = file.Name.Contains("mistake", StringComparison.Ordinal)
            ? ReportStatus.Rejected
            : ReportStatus.Published;
        if (report.Status != expected)
            throw new DemoException($"{file.Name}: expected '{expected}', was '{report.Status}'.");
        if (report.Status == ReportStatus.Rejected)
        {
            return report.Findings.Count > 0
                ? new DroppedFile(file.Name, report.Status, new Uri(stage.Address, $"local/reports/{file.Name}.html"))
                : throw new DemoException($"{file.Name}: rejected, and the report does not say why.");
        }
        var page = new Uri(stage.Address, report.Slug + "/");
        using var answer = await stage.Http.GetAsync(page, cancellationToken);
        return answer.StatusCode == HttpStatusCode.OK
            ? new DroppedFile(file.Name, report.Status, page)
            : throw new DemoException($"{file.Name}: its page answers {(int)answer.StatusCode}.");
    }
}

/// <param name="Look">The page, or the report that says what to fix.</param>
internal sealed record DroppedFile(string Name, ReportStatus Status, Uri Look);
