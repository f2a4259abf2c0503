using System.CommandLine;
using FunctionsPipeline.Cli.Backup;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Findings;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>fp restore</c>: brings a backup back, with all sending halted.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("folder")
        {
            Description = "The folder that 'fp backup' wrote.",
        }.AcceptExistingOnly();
        var yes = new Option<bool>("--yes")
        {
            Description =
                "Really restore: what the account knows since then is replaced. Without it nothing is changed.",
        };
        return new Command(
            "restore",
            "Brings a backup back to the account, with all sending halted until a person adopts it. The app must be stopped."
        )
        {
            folder,
            yes,
        }
            .WithExample("fp restore /backups/clinic --yes")
            .OnPipeline(async run =>
            {
                var backup = new BackupFolder(run.Parsed.GetValue(folder)!);
                if (await backup.ReadHeaderAsync(run.CancellationToken) is not { } header)
                    return await run.RefuseAsync(
                        new Refusal("This folder holds no backup that was finished. 'fp backup' writes one.")
                    );
                if (!run.Parsed.GetValue(yes))
                {
                    await run.Output.JsonAsync(
                        new BackupDocument(header.Blobs, 0),
                        CommandJson.Readable.BackupDocument
                    );
                    await run.Output.SayAsync(
                        $"A backup of '{header.Account}' from {Times.Of(header.At)} with {Counted.Of(header.Blobs, "blob")}. Nothing was changed: stop the app, wait three minutes, then add --yes. What the account knows since then about subscribers and issues will be replaced."
                    );
                    return 0;
                }
                var answer = await run.Output.ProgressAsync(
                    "Restoring",
                    progress =>
                        ActivatorUtilities
                            .CreateInstance<AccountRestore>(run.Services)
                            .RunAsync(backup, progress, run.CancellationToken),
                    run.CancellationToken
                );
                if (answer.Refusal is { } refusal)
                    return await run.RefuseAsync(refusal);
                await run.Output.JsonAsync(
                    new BackupDocument(answer.Value, answer.Value),
                    CommandJson.Readable.BackupDocument
                );
                await run.Output.SayAsync(
                    $"Restored: {Counted.Of(answer.Value, "blob")}. All sending is halted. Start the app, then see 'fp adopt': it asks who left since the backup, and resumes sending."
                );
                return 0;
            });
    }
}
