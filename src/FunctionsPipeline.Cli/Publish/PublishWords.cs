using System.Globalization;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Cli.Folders;
using FunctionsPipeline.Cli.Lint;
using FunctionsPipeline.Cli.Lint.Formats;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Findings;

namespace FunctionsPipeline.Cli.Publish;

/// <summary>What <c>fp publish</c> says: what it does on the output, what needs a person on the error stream.</summary>
internal sealed class PublishWords(CommandOutput output)
{
    public const string Lost =
        "It was changed here or in the container during this run, and was left. Run the command again";

    /// <summary>Before anything is done: above all, what would be deleted.</summary>
    public async Task PlanAsync(IReadOnlyList<PublishStep> steps, string root, PublishOptions options)
    {
        foreach (var step in steps)
        {
            var name = OneLine.Of(step.Name);
            switch (step.Action)
            {
                case PublishAction.Upload when options.IsDryRun:
                    await output.SayAsync($"would upload  {name}");
                    break;
                case PublishAction.Delete when options.Deletes:
                    await output.SayAsync($"{(options.IsDryRun ? "would delete" : "to delete")}  {name}");
                    break;
                case PublishAction.Delete:
                    await output.SayAsync(
                        $"only there  {name}  It is not in the folder any more; --delete removes it."
                    );
                    break;
                case PublishAction.Foreign when options.Deletes:
                    await output.SayAsync($"only there  {name}  It was not uploaded from this folder, and is left.");
                    break;
                case PublishAction.Refuse:
                    await RefusedAsync(step, root);
                    break;
                case PublishAction.Conflict:
                    await output.ComplainAsync($"{name}: {WhyOf(step)}");
                    break;
            }
        }
    }

    public Task LostAsync(string name) => output.ComplainAsync($"{OneLine.Of(name)}: {Lost}.");

    public async Task DeletedAsync(IReadOnlyList<string> names)
    {
        foreach (var name in names)
            await output.SayAsync($"deleted  {OneLine.Of(name)}");
    }

    public async Task AnswerAsync(ArticleReport report)
    {
        var name = OneLine.Of(report.Source);
        await (
            report.Status switch
            {
                ReportStatus.Published => output.SayAsync($"published  {name}  {report.Link}"),
                ReportStatus.Scheduled => output.SayAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"scheduled  {name}  goes live at {report.PublishAt:yyyy-MM-dd HH:mm zzz}"
                    )
                ),
                ReportStatus.Draft => output.SayAsync($"draft  {name}  stays off the site"),
                ReportStatus.Removed => output.ComplainAsync($"{name}: It was deleted meanwhile."),
                _ => MistakesAsync(report.Source, report.Findings),
            }
        );
    }

    public async Task EndAsync(PublishDocument document)
    {
        if (document.Unanswered.Count > 0)
        {
            var answered = document.Answers.Count;
            await output.ComplainAsync(
                answered == 0
                    ? $"Nothing answered in time. {Counted.Of(document.Unanswered.Count, "article")} lie in the container and will be published once the app runs: look at it with 'fp status', then run this again to see the answers."
                    : $"{Counted.Of(document.Unanswered.Count, "article")} had no answer in time. Run this again to see the rest."
            );
        }
        var did = document.IsDryRun ? "would be uploaded" : "uploaded";
        await output.SayAsync(
            $"{Counted.Of(document.Uploaded.Count, "file")} {did}, {document.Unchanged} unchanged, {document.Refused.Count} refused, {Counted.Of(document.Conflicts.Count, "conflict")}, {document.Deleted.Count} deleted."
        );
        await output.JsonAsync(document, PublishJson.Readable.PublishDocument);
    }

    /// <summary>Why a file stays here, and what to do.</summary>
    public static string WhyOf(PublishStep step) => $"{step.Why} with: --overwrite {OneLine.Of(step.Name)}";

    private async Task RefusedAsync(PublishStep step, string root)
    {
        await MistakesAsync(ShownPath.Of(step.File?.Path ?? Path.Combine(root, step.Name)), step.Findings ?? []);
    }

    private async Task MistakesAsync(string file, IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings.Where(f => f.Severity == Severity.Error))
            await output.ComplainAsync(TextFormat.Line(new LintFinding(file, finding)));
    }
}
