using System.CommandLine;
using System.Globalization;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Findings;
using FunctionsPipeline.Subscribers.Import;

namespace FunctionsPipeline.Cli.Commands.Subscribers;

/// <summary><c>fp subscribers import</c>: takes a list of subscribers in, with its consent.</summary>
internal static class ImportCommand
{
    /// <summary>How many refused rows are shown; <c>--result</c> writes all.</summary>
    private const int MostShown = 10;

    public static Command Create()
    {
        var file = new Argument<FileInfo?>("file")
        {
            Description = "CSV with a column 'email'.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var newsletters = new Option<string[]>("--newsletter")
        {
            Description = "What these people agreed to; may be given several times.",
        };
        var basis = new Option<string?>("--basis")
        {
            Description = "On what consent rests: express, purchase or inquiry. Or a column consent_basis.",
        };
        var date = new Option<string?>("--date")
        {
            Description = "When consent was given, e.g. 2026-03-31. Or a column consent_date.",
        };
        var evidence = new Option<string?>("--evidence")
        {
            Description = "How consent was got and where the proof is. Or a column consent_evidence.",
        };
        var columns = new Option<string[]>("--column")
        {
            Description =
                "What a column means, if the import asks: NAME=ignore, NAME=left:VALUE or NAME=stays:VALUE; may be given several times.",
        };
        var welcome = new Option<bool>("--welcome")
        {
            Description = "People who are new get the newsletter's welcome series. Without it they get none.",
        };
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Reports what would happen and stores nothing about people.",
        };
        var resume = new Option<string?>("--resume")
        {
            Description = "Continues an import that was stopped, by its id.",
        };
        var result = new Option<FileInfo?>("--result")
        {
            Description = "Where to write all refused rows with their reasons.",
        };
        return new Command(
            "import",
            "Imports subscribers from a CSV file. Try --dry-run first. One that broke off continues with --resume and its id."
        )
        {
            file,
            newsletters,
            basis,
            date,
            evidence,
            columns,
            welcome,
            dryRun,
            resume,
            result,
        }
            .WithExample("fp subscribers import readers.csv --newsletter weekly --basis express --dry-run")
            .OnPipeline(async run =>
            {
                var imports = run.Service<Imports>();
                var request = new ImportRequest
                {
                    Newsletters = run.Parsed.GetValue(newsletters) ?? [],
                    Basis = ImportRequest.BasisOf(run.Parsed.GetValue(basis)),
                    ConsentedAt = ImportRequest.DateOf(run.Parsed.GetValue(date)),
                    Statement = run.Parsed.GetValue(evidence),
                    Columns = run.Parsed.GetValue(columns) is { Length: > 0 } said ? said : null,
                    Welcome = run.Parsed.GetValue(welcome),
                    DryRun = run.Parsed.GetValue(dryRun),
                };
                var id =
                    run.Parsed.GetValue(resume)
                    ?? await AcceptAsync(imports, run.Parsed.GetValue(file), request, run.CancellationToken);
                await run.Output.SayAsync(id);
                // How the file was understood, so that a mistake shows before it is imported.
                foreach (var column in (await imports.ProgressAsync(id, run.CancellationToken))?.Columns ?? [])
                    await run.Output.SayAsync($"  column '{column.Name}': {column.Meaning}");
                var progress = await run.Output.ProgressAsync(
                    "Importing",
                    bar => RunAsync(run, imports, id, bar),
                    run.CancellationToken
                );
                return progress is null
                    ? await run.RefuseAsync(new Refusal($"There is no import {id}, or another process is at it."))
                    : await EndAsync(run, imports, progress, run.Parsed.GetValue(result));
            });
    }

    private static async Task<string> AcceptAsync(
        Imports imports,
        FileInfo? file,
        ImportRequest request,
        CancellationToken cancellationToken
    )
    {
        if (file is null)
            throw new ImportFileException("Name the CSV file, or an import to --resume.");
        await using var content = file.OpenRead();
        return await imports.AcceptAsync(content, request with { FileName = file.Name }, cancellationToken);
    }

    /// <summary>A process that died holds its import for some seconds more: that is waited for.</summary>
    private static async Task<ImportProgress?> RunAsync(PipelineRun run, Imports imports, string id, WorkProgress bar)
    {
        var (runner, token) = (run.Service<ImportRunner>(), run.CancellationToken);
        for (var seconds = 0; ; seconds++)
        {
            var progress = await runner.RunAsync(id, new Percent(bar), token);
            if (progress is not null || seconds == 30 || await imports.ProgressAsync(id, token) is null)
                return progress;
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, token);
        }
    }

    private static async Task<int> EndAsync(PipelineRun run, Imports imports, ImportProgress progress, FileInfo? result)
    {
        await run.Output.JsonAsync(
            new ImportDocument(
                progress.Id,
                progress.State,
                progress.DryRun,
                progress.Imported,
                progress.Unchanged,
                progress.Refused,
                progress.Message
            ),
            CommandJson.Readable.ImportDocument
        );
        await run.Output.SayAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{progress.Percent} %: {progress.Imported} imported, {progress.Unchanged} subscribed already, {Counted.Of(progress.Refused, "row")} refused{(progress.DryRun ? " (dry run: nothing is stored)" : "")}"
            )
        );
        if (result is not null)
            await OutputFile.WriteAsync(
                result,
                file => imports.WriteResultAsync(progress.Id, file, run.CancellationToken)
            );
        else if (progress.Refused > 0)
            await ShowRefusedAsync(run, imports, progress);
        if (progress.State != ImportState.Failed)
            return 0;
        await run.Output.ComplainAsync(progress.Message ?? "The import failed.");
        return 1;
    }

    /// <summary>The first refused rows: their number in the file and the reason, and no address.</summary>
    private static async Task ShowRefusedAsync(PipelineRun run, Imports imports, ImportProgress progress)
    {
        var file = new FileInfo(Path.GetTempFileName());
        try
        {
            await using (var output = file.Create())
                await imports.WriteResultAsync(progress.Id, output, run.CancellationToken);
            await foreach (
                var line in File.ReadLinesAsync(file.FullName, run.CancellationToken).Skip(1).Take(MostShown)
            )
                await run.Output.SayAsync($"  row {line.Replace(",", ": ", StringComparison.Ordinal)}");
        }
        finally
        {
            file.Delete();
        }
        if (progress.Refused > MostShown)
            await run.Output.SayAsync(
                $"  … and {progress.Refused - MostShown} more: fp subscribers import --resume {progress.Id} --result FILE"
            );
    }

    private sealed class Percent(WorkProgress bar) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
            bar.Total = 100;
            bar.Set(value.Percent);
        }
    }
}

/// <summary>What became of an import.</summary>
/// <param name="Message">Why it failed; absent if it did not.</param>
internal sealed record ImportDocument(
    string Id,
    ImportState State,
    bool DryRun,
    long Imported,
    long Unchanged,
    long Refused,
    string? Message
);
