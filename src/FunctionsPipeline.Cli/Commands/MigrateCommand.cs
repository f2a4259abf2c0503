using System.CommandLine;
using System.CommandLine.Parsing;
using FunctionsPipeline.Cli.Migrate;
using FunctionsPipeline.Cli.Terminal;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>fp migrate</c>: carries a site and its subscribers over from another service.</summary>
internal static class MigrateCommand
{
    public static Command Create() => Create(TimeProvider.System);

    internal static Command Create(TimeProvider time)
    {
        var command = new Command("migrate", "Carries articles, pictures and subscribers over from another service.");
        foreach (var service in Services.All)
            command.Add(Service(service, time));
        return command;
    }

    private static Command Service(IExportReader reader, TimeProvider time)
    {
        var export = new Argument<string>("export") { Description = reader.Help.Export };
        var output = new Argument<string>("output")
        {
            Description =
                "The folder to write; the same command again completes what is there and keeps files that you changed.",
        };
        var url = new Option<Uri?>("--url")
        {
            Description =
                "The old site's address, where the export does not say it, so that links to it are recognised.",
            CustomParser = WebAddress,
        };
        var newsletter = new Option<string?>("--newsletter")
        {
            Description = "The id of the newsletter to which the subscribers agreed.",
        };
        var columns = new Option<string[]>("--column")
        {
            Description =
                "What a column of subscribers means, if it is asked: NAME=ignore, NAME=left:VALUE or NAME=stays:VALUE; may be given several times.",
        };
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Reads everything, says what would be written, and writes nothing.",
        };
        var fetch = new Option<bool>("--fetch-pictures")
        {
            Description = "Downloads pictures that the export only links to.",
        };
        var skip = new Option<bool>("--skip-broken")
        {
            Description = "Carries over what can be read where an entry of the export is broken.",
        };
        var command = new Command(reader.Id, reader.Help.Description)
        {
            export,
            output,
            url,
            newsletter,
            columns,
            dryRun,
            fetch,
            skip,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                RunAsync(
                    reader,
                    new MigrationOptions
                    {
                        Export = parsed.GetValue(export)!,
                        Output = parsed.GetValue(output)!,
                        Site = parsed.GetValue(url),
                        Newsletter = parsed.GetValue(newsletter),
                        Columns = parsed.GetValue(columns) ?? [],
                        DryRun = parsed.GetValue(dryRun),
                        FetchPictures = parsed.GetValue(fetch),
                        SkipBroken = parsed.GetValue(skip),
                    },
                    CommandOutput.Of(parsed),
                    time,
                    cancellationToken
                )
        );
        return command.WithExample(reader.Help.Example);
    }

    private static async Task<int> RunAsync(
        IExportReader reader,
        MigrationOptions options,
        CommandOutput output,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var report = await output.ProgressAsync(
                "Migrating",
                progress => new Migration(reader, options, time).RunAsync(progress, cancellationToken),
                cancellationToken
            );
            foreach (var line in ReportFile.Summary(report, options))
                await output.SayAsync(line);
            await output.JsonAsync(
                MigrationDocument.Of(report, reader, options),
                MigrationJson.Default.MigrationDocument
            );
            return 0;
        }
        catch (MigrationException e)
        {
            await output.ComplainAsync(e.Message);
            return 1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await output.ComplainAsync(
                IsDiskFull(e)
                    ? "The disk is full. Make room and run the same command again: it goes on from what is there."
                    : $"{e.Message.TrimEnd('.')}. Fix that and run the same command again: it goes on from what is there."
            );
            return 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await output.ComplainAsync("Stopped. Run the same command again: it goes on from what is there.");
            return 1;
        }
    }

    /// <summary>ENOSPC, ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL.</summary>
    private static bool IsDiskFull(Exception e) => (e.HResult & 0xFFFF) is 28 or 112 or 39;

    private static Uri? WebAddress(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (!text.Contains("://", StringComparison.Ordinal))
            text = "https://" + text;
        if (
            Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var address)
            && address.Scheme is "http" or "https"
        )
            return address;
        result.AddError("--url is the address of a site, such as https://example.org/.");
        return null;
    }
}
