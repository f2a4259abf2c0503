using FunctionsPipeline.Articles.Reading;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Cli.Lint;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Cli.Publish;

/// <summary>What a person asked <c>fp publish</c> for.</summary>
/// <param name="Overwrite">Names whose other version in the container is given up.</param>
internal sealed record PublishOptions(
    string Folder,
    string? Settings,
    bool IsDryRun,
    bool Deletes,
    bool IsForced,
    IReadOnlySet<string> Overwrite,
    TimeSpan Wait
);

/// <summary>One run of <c>fp publish</c>: check, compare, upload, delete, wait. README.md has the order and the reasons.</summary>
internal sealed class PublishRun(
    PublishOptions options,
    IBlobStore store,
    PublishState state,
    PublishWords words,
    TimeProvider time
)
{
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CommandOutput output, CancellationToken cancellationToken)
    {
        var lint = new FolderLint(new LintScope(options.Folder, [options.Folder]), options.Settings, time);
        var (check, steps) = await output.ProgressAsync(
            "Comparing",
            async progress =>
            {
                var found = await lint.RunAsync(progress, cancellationToken);
                return (
                    found,
                    await new PublishPlan(store, state, options.IsForced, options.Overwrite).MakeAsync(
                        found.Folder,
                        found.Files,
                        cancellationToken
                    )
                );
            },
            cancellationToken
        );
        var uploads = Of(steps, PublishAction.Upload);
        var deletions = Of(steps, PublishAction.Delete);
        await words.PlanAsync(steps, check.Folder.Root, options);
        if (options.IsDryRun)
        {
            await words.EndAsync(
                Document(steps, [.. uploads.Select(s => s.Name)], options.Deletes ? Names(deletions) : [], [], [], [])
            );
            return steps.Any(IsLeft) ? 1 : 0;
        }

        var work = new Uploads(store, state);
        var written = await output.ProgressAsync(
            "Uploading",
            progress => work.RunAsync(uploads, progress, cancellationToken),
            cancellationToken
        );
        var lost = written.Where(w => w.Value is null).Select(w => w.Key).Order(StringComparer.Ordinal).ToList();
        foreach (var name in lost)
            await words.LostAsync(name);
        var deleted = options.Deletes ? await work.DeleteAsync(deletions, cancellationToken) : [];
        await words.DeletedAsync(deleted);

        var expected = Expected(steps, written);
        var asked = expected.Count;
        var answers = new List<ArticleReport>();
        await output.ProgressAsync(
            "Waiting for answers",
            async progress =>
            {
                progress.Total = asked;
                await new Answers(store, time).WaitAsync(
                    expected,
                    options.Wait,
                    async report =>
                    {
                        answers.Add(report);
                        if (report.Status != ReportStatus.Rejected)
                            state.Files[report.Source] = state.Files[report.Source] with { IsAnswered = true };
                        progress.Advance();
                        await words.AnswerAsync(report);
                    },
                    cancellationToken
                );
                return 0;
            },
            cancellationToken
        );
        await state.SaveAsync();
        await words.EndAsync(
            Document(
                steps,
                [.. written.Where(w => w.Value is not null).Select(w => w.Key).Order(StringComparer.Ordinal)],
                deleted,
                answers,
                [.. expected.Keys.Order(StringComparer.Ordinal)],
                lost
            )
        );
        var isDone =
            !steps.Any(IsLeft)
            && lost.Count == 0
            && expected.Count == 0
            && answers.TrueForAll(a => a.Status != ReportStatus.Rejected);
        return isDone ? 0 : 1;
    }

    private static List<PublishStep> Of(IReadOnlyList<PublishStep> steps, PublishAction action) =>
        [.. steps.Where(s => s.Action == action)];

    private static List<string> Names(IEnumerable<PublishStep> steps) => [.. steps.Select(s => s.Name)];

    private static bool IsLeft(PublishStep step) => step.Action is PublishAction.Refuse or PublishAction.Conflict;

    /// <summary>
    /// The articles that were uploaded now, and those that are in the container and whose answer an earlier run has not seen.
    /// </summary>
    private Dictionary<string, string> Expected(
        IReadOnlyList<PublishStep> steps,
        IReadOnlyDictionary<string, string?> written
    )
    {
        var expected = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var step in steps)
        {
            var isArticle = ArticleName.Classify(step.Name) is DropKind.Article or DropKind.Unsupported;
            if (step is { Action: PublishAction.None, ETag: { } there })
            {
                var known = state.Files.GetValueOrDefault(step.Name);
                var isAnswered = known is { IsAnswered: true } && known.Last == step.Md5;
                state.Files[step.Name] = new UploadedFile(step.Md5, there, IsAnswered: isAnswered);
                if (isArticle && !isAnswered)
                    expected[step.Name] = there;
            }
            else if (isArticle && written.GetValueOrDefault(step.Name) is { } eTag)
            {
                expected[step.Name] = eTag;
            }
        }
        return expected;
    }

    private PublishDocument Document(
        IReadOnlyList<PublishStep> steps,
        IReadOnlyList<string> uploaded,
        IReadOnlyList<string> deleted,
        List<ArticleReport> answers,
        IReadOnlyList<string> unanswered,
        List<string> lost
    ) =>
        new(
            options.IsDryRun,
            uploaded,
            Of(steps, PublishAction.None).Count,
            [.. Of(steps, PublishAction.Refuse).Select(s => new PublishedFindings(s.Name, s.Findings ?? []))],
            [
                .. Of(steps, PublishAction.Conflict).Select(s => new PublishConflict(s.Name, PublishWords.WhyOf(s))),
                .. lost.Select(name => new PublishConflict(name, PublishWords.Lost)),
            ],
            deleted,
            [
                .. steps
                    .Where(s => s.Action is PublishAction.Delete or PublishAction.Foreign)
                    .Select(s => s.Name)
                    .Except(deleted, StringComparer.Ordinal),
            ],
            [.. answers.Select(a => new PublishAnswer(a.Source, a.Status, a.Link, a.PublishAt, a.Findings))],
            unanswered
        );
}
