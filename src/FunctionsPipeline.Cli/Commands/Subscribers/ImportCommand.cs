using System.CommandLine;
using System.Globalization;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Subscribers.Import;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Cli.Commands.Subscribers;

/// <summary><c>fp subscribers import</c>: takes a list of subscribers in, with its consent.</summary>
internal static class ImportCommand
{
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
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Reports what would happen and stores nothing about people.",
        };
        var resume = new Option<string?>("--resume")
        {
            Description = "Goes on with an import that was stopped, by its id.",
        };
        var result = new Option<FileInfo?>("--result")
        {
            Description = "Where to write the refused rows with their reasons.",
        };
        var command = new Command(
            "import",
            "Imports subscribers from a CSV file. Try --dry-run first. An import that broke off goes on with --resume and its id."
        )
        {
            file,
            newsletters,
            basis,
            date,
            evidence,
            columns,
            dryRun,
            resume,
            result,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var output = parsed.InvocationConfiguration.Output;
                var error = parsed.InvocationConfiguration.Error;
                return PipelineAccess.RunAsync(
                    parsed,
                    async services =>
                    {
                        var imports = services.GetRequiredService<Imports>();
                        var request = new ImportRequest
                        {
                            Newsletters = parsed.GetValue(newsletters) ?? [],
                            Basis = ImportRequest.BasisOf(parsed.GetValue(basis)),
                            ConsentedAt = ImportRequest.DateOf(parsed.GetValue(date)),
                            Statement = parsed.GetValue(evidence),
                            Columns = parsed.GetValue(columns) is { Length: > 0 } said ? said : null,
                            DryRun = parsed.GetValue(dryRun),
                        };
                        var id =
                            parsed.GetValue(resume)
                            ?? await AcceptAsync(imports, parsed.GetValue(file), request, cancellationToken);
                        await output.WriteLineAsync(id);
                        await WriteColumnsAsync(imports, id, output, cancellationToken);
                        var progress = await RunAsync(services, imports, id, output, cancellationToken);
                        return await EndAsync(
                            imports,
                            id,
                            progress,
                            parsed.GetValue(result),
                            output,
                            error,
                            cancellationToken
                        );
                    },
                    cancellationToken
                );
            }
        );
        return command.WithExample("fp subscribers import readers.csv --newsletter weekly --basis express --dry-run");
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

    /// <summary>How the file was understood, so that a mistake shows before it is imported.</summary>
    private static async Task WriteColumnsAsync(
        Imports imports,
        string id,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        foreach (var column in (await imports.ProgressAsync(id, cancellationToken))?.Columns ?? [])
            await output.WriteLineAsync($"  column '{column.Name}': {column.Meaning}");
    }

    /// <summary>A process that died holds its import for some seconds more: that is waited for.</summary>
    private static async Task<ImportProgress?> RunAsync(
        IServiceProvider services,
        Imports imports,
        string id,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        var runner = services.GetRequiredService<ImportRunner>();
        for (var seconds = 0; ; seconds++)
        {
            var progress = await runner.RunAsync(id, new Progress(output), cancellationToken);
            if (progress is not null || seconds == 30 || await imports.ProgressAsync(id, cancellationToken) is null)
                return progress;
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
        }
    }

    private static async Task<int> EndAsync(
        Imports imports,
        string id,
        ImportProgress? progress,
        FileInfo? result,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken
    )
    {
        if (progress is null)
        {
            await error.WriteLineAsync($"There is no import {id}, or another process is at it.");
            return 1;
        }
        await output.WriteLineAsync(Text(progress));
        if (result is not null)
        {
            await OutputFile.WriteAsync(result, file => imports.WriteResultAsync(id, file, cancellationToken));
        }
        else if (progress.Refused > 0)
        {
            await output.WriteLineAsync($"Why rows were refused: fp subscribers import --resume {id} --result FILE");
        }
        if (progress.State != ImportState.Failed)
            return 0;
        await error.WriteLineAsync(progress.Message);
        return 1;
    }

    private static string Text(ImportProgress p) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{p.Percent} %: {p.Imported} imported, {p.Unchanged} subscribed already, {Counted.Of(p.Refused, "row")} refused{(p.DryRun ? " (dry run: nothing is stored)" : "")}"
        );

    private sealed class Progress(TextWriter output) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
            if (value.State == ImportState.Running)
                output.WriteLine(Text(value));
        }
    }
}
