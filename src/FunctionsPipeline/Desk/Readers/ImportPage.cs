using FunctionsPipeline.Branding;
using FunctionsPipeline.Desk.History;
using FunctionsPipeline.Subscribers.Import;
using FunctionsPipeline.Subscribers.Pages;

namespace FunctionsPipeline.Desk.Readers;

/// <summary>Takes in a list of readers: a trial first, which shows how the file was understood and stores nothing.</summary>
public sealed class ImportPage(DeskPages pages, Imports imports, DeskHistory history)
{
    /// <summary>Bytes of a file over HTTP; larger ones go by the command line.</summary>
    public const int MostBytes = 100_000_000;

    private static readonly string[] Bases = ["", "express", "purchase", "inquiry"];

    /// <param name="after">A trial, whose words are offered for the import; null for an empty form.</param>
    public async Task<WebPage> ShowAsync(DeskVisit visit, string? after, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "readers", cancellationToken);
        var earlier = after is null ? null : await imports.RequestAsync(after, cancellationToken);
        return Form(page, 200, earlier is null ? FormValues.Empty : ValuesOf(earlier), null);
    }

    /// <summary>Accepts a file. Its fields stand before it in the form.</summary>
    /// <returns>The page to go to, or the form with what is wrong.</returns>
    public async Task<DeskAnswer> TakeAsync(
        DeskVisit visit,
        FormValues form,
        string fileName,
        Stream content,
        CancellationToken cancellationToken
    )
    {
        var page = await pages.BeginAsync(visit, "readers", cancellationToken);
        // Anything but the one word is a trial: a damaged form imports no one.
        var isTrial = form.One("how") != "import";
        try
        {
            var request = new ImportRequest
            {
                FileName = Path.GetFileName(fileName),
                Newsletters = form.All("newsletter"),
                Basis = ImportRequest.BasisOf(form.One("basis")),
                ConsentedAt = ImportRequest.DateOf(form.One("date")),
                Statement = form.One("statement") is { Length: > 0 } statement ? statement : null,
                Columns = form.One("columns")
                    .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    is { Length: > 0 } columns
                    ? columns
                    : null,
                Welcome = form.One("welcome") == "yes",
                DryRun = isTrial,
            };
            var id = await imports.AcceptAsync(content, request, MostBytes, cancellationToken);
            await history.AddAsync(
                visit.Who,
                new DeskAct(
                    isTrial ? "import-tried" : "import-begun",
                    id,
                    After: string.Join(", ", request.Newsletters)
                ),
                cancellationToken
            );
            await imports.EnqueueAsync(id, cancellationToken);
            return DeskAnswer.Go("readers/import/one?id=" + id);
        }
        catch (ImportFileTooLargeException)
        {
            return DeskAnswer.Show(Form(page, 413, form, page.Strings["import-too-large"]));
        }
        catch (ImportFileException e)
        {
            return DeskAnswer.Show(Form(page, 422, form, page.Translations.Of(e.Message)));
        }
    }

    /// <summary>The form without a file.</summary>
    public async Task<WebPage> NoFileAsync(DeskVisit visit, FormValues form, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "readers", cancellationToken);
        return Form(page, 422, form, page.Strings["import-no-file"]);
    }

    /// <summary>How far an import has come, and what became of it.</summary>
    public async Task<WebPage> ProgressAsync(DeskVisit visit, string? id, CancellationToken cancellationToken)
    {
        var page = await pages.BeginAsync(visit, "readers", cancellationToken);
        if (await imports.ProgressAsync(id, cancellationToken) is not { } progress)
            return page.Message(404, "not-found");
        var isOver = progress.State is ImportState.Done or ImportState.Failed;
        var title = page.Strings[progress.DryRun ? "import-trial" : "import-real"];
        return page.Render(
            200,
            "desk-import",
            title,
            new ImportModel
            {
                Title = title,
                Back = page.Addresses.Of("readers/import"),
                Waiting = isOver
                    ? null
                    : page.Strings.Format("import-percent", ("percent", page.Number(progress.Percent))),
                Percent = progress.Percent,
                Problem = progress.Message is { } problem ? page.Translations.Of(problem) : null,
                Verdict = isOver
                    ? page.Strings[
                        progress.State == ImportState.Failed ? "import-failed"
                        : progress.DryRun ? "import-trial-done"
                        : "import-done"
                    ]
                    : null,
                Counts =
                [
                    new DeskFact(
                        page.Strings[progress.DryRun ? "import-would" : "import-imported"],
                        page.Number(progress.Imported)
                    ),
                    new DeskFact(page.Strings["import-unchanged"], page.Number(progress.Unchanged)),
                    new DeskFact(page.Strings["import-refused"], page.Number(progress.Refused)),
                ],
                Columns = [.. (progress.Columns ?? []).Select(use => new DeskFact(use.Name, use.Meaning))],
                Result =
                    isOver && progress.Refused > 0
                        ? page.Addresses.Of("readers/import/result?id=" + progress.Id)
                        : null,
                Next = isOver && progress.DryRun ? page.Addresses.Of("readers/import?after=" + progress.Id) : null,
            }
        );
    }

    /// <summary>The refused rows, with reasons.</summary>
    /// <returns>Null if there is no such import, or it is not over.</returns>
    public async Task<Func<Stream, Task>?> ResultAsync(string? id, CancellationToken cancellationToken) =>
        await imports.ProgressAsync(id, cancellationToken) is { State: ImportState.Done or ImportState.Failed }
            ? output => imports.WriteResultAsync(id!, output, cancellationToken)
            : null;

    private static FormValues ValuesOf(ImportRequest request) =>
        new(
            new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
            {
                ["newsletter"] = request.Newsletters,
                ["basis"] = [request.Basis?.ToString().ToLowerInvariant() ?? ""],
                ["date"] =
                [
                    request.ConsentedAt?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
                        ?? "",
                ],
                ["statement"] = [request.Statement ?? ""],
                ["columns"] = [string.Join('\n', request.Columns ?? [])],
                ["welcome"] = [request.Welcome ? "yes" : ""],
                ["how"] = ["import"],
            }
        );

    private static WebPage Form(DeskPage page, int status, FormValues form, string? problem)
    {
        var title = page.Strings["import-title"];
        var chosen = form.All("newsletter");
        return page.Render(
            status,
            "desk-import-form",
            title,
            new ImportFormModel
            {
                Title = title,
                Back = page.Addresses.Of("readers"),
                To = page.Addresses.Of("readers/import"),
                Problem = problem,
                Newsletters =
                [
                    .. page.Site.Newsletters.Select(n => new Choice(
                        "newsletter-" + n.Id,
                        n.Id,
                        n.Name,
                        Chosen: chosen.Contains(n.Id, StringComparer.Ordinal) || page.Site.Newsletters.Count == 1
                    )),
                ],
                Bases =
                [
                    .. Bases.Select(basis => new Choice(
                        "basis-" + basis,
                        basis,
                        page.Strings["basis-" + (basis.Length == 0 ? "column" : basis)],
                        Chosen: form.One("basis") == basis
                    )),
                ],
                Date = form.One("date"),
                Statement = form.One("statement"),
                Columns = form.One("columns"),
                CanWelcome = page.Site.Newsletters.Any(n => n.Welcome.Count > 0),
                Welcomes = form.One("welcome") == "yes",
                IsImport = form.One("how") == "import",
            }
        );
    }
}

/// <summary>What <c>desk-import-form.hbs</c> is rendered over.</summary>
public sealed record ImportFormModel : DeskModel
{
    public required string Title { get; init; }

    public required string Back { get; init; }

    public required string To { get; init; }

    public string? Problem { get; init; }

    public required IReadOnlyList<Choice> Newsletters { get; init; }

    public required IReadOnlyList<Choice> Bases { get; init; }

    public required string Date { get; init; }

    public required string Statement { get; init; }

    public required string Columns { get; init; }

    /// <summary>True if any newsletter has a welcome series.</summary>
    public required bool CanWelcome { get; init; }

    /// <summary>True if people who are new shall get it.</summary>
    public required bool Welcomes { get; init; }

    /// <summary>False: a trial is chosen.</summary>
    public required bool IsImport { get; init; }
}

/// <summary>What <c>desk-import.hbs</c> is rendered over.</summary>
public sealed record ImportModel : DeskModel
{
    public required string Title { get; init; }

    public required string Back { get; init; }

    /// <summary>Null once it is over.</summary>
    public string? Waiting { get; init; }

    public required int Percent { get; init; }

    public string? Problem { get; init; }

    public string? Verdict { get; init; }

    public required IReadOnlyList<DeskFact> Counts { get; init; }

    public required IReadOnlyList<DeskFact> Columns { get; init; }

    /// <summary>The refused rows; null for none.</summary>
    public string? Result { get; init; }

    /// <summary>After a trial: where the file is imported.</summary>
    public string? Next { get; init; }
}
