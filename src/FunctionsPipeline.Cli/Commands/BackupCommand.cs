using System.CommandLine;
using FunctionsPipeline.Cli.Backup;
using FunctionsPipeline.Cli.Terminal;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>fp backup</c>: the whole account, as it was at one moment, in a folder.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("folder")
        {
            Description = "Where to; a folder with an earlier backup gets only what has changed.",
        };
        return new Command(
            "backup",
            "Copies every container of the account to a folder, as it was at one moment, while the app may run. It holds subscribers' addresses: keep it as safe as the account."
        )
        {
            folder,
        }
            .WithExample("fp backup /backups/clinic")
            .OnPipeline(async run =>
            {
                var target = run.Parsed.GetValue(folder)!;
                var answer = await run.Output.ProgressAsync(
                    "Copying",
                    progress =>
                        ActivatorUtilities
                            .CreateInstance<AccountBackup>(run.Services)
                            .RunAsync(new BackupFolder(target), progress, run.CancellationToken),
                    run.CancellationToken
                );
                if (answer.Refusal is { } refusal)
                    return await run.RefuseAsync(refusal);
                var (blobs, copied) = answer.Value;
                await run.Output.JsonAsync(new BackupDocument(blobs, copied), CommandJson.Readable.BackupDocument);
                await run.Output.SayAsync(
                    $"The backup holds {Counted.Of(blobs, "blob")}, {copied} of them copied now: {target.FullName}"
                );
                return 0;
            });
    }
}

/// <summary>What a backup holds, or what was restored from it.</summary>
/// <param name="Copied">How many were copied by this run.</param>
internal sealed record BackupDocument(int Blobs, int Copied);
