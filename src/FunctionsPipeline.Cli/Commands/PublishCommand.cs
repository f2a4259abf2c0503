using System.CommandLine;
using System.Globalization;
using FunctionsPipeline.Cli.Publish;
using FunctionsPipeline.Cli.Terminal;
using FunctionsPipeline.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>fp publish</c>: uploads what changed in a folder, and waits until the app has answered.</summary>
internal static class PublishCommand
{
    private const int UsualWait = 120;
    private const int LongestWait = 86_400;

    public static Command Create()
    {
        var path = new Argument<DirectoryInfo>("path")
        {
            Description = "The folder of articles with their pictures; its names become those in the container.",
        }.AcceptExistingOnly();
        var settings = new Option<DirectoryInfo>("--settings")
        {
            Description = "The folder with site.yml; one beside the articles is found without this.",
        }.AcceptExistingOnly();
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would be done." };
        var delete = new Option<bool>("--delete")
        {
            Description = "Delete what was uploaded from this folder and is not in it any more.",
        };
        var force = new Option<bool>("--force")
        {
            Description = "Upload files with mistakes too; the app refuses them.",
        };
        var overwrite = new Option<string[]>("--overwrite")
        {
            Description =
                "The name of a file that was changed in the container: replace that version. Several are named one by one.",
            DefaultValueFactory = _ => [],
        };
        var wait = new Option<int>("--wait")
        {
            Description = "Seconds to wait for the app's answers; 0 does not wait.",
            DefaultValueFactory = _ => UsualWait,
        };
        wait.Validators.Add(result =>
        {
            if (
                result.Tokens is [var token]
                && (
                    !int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                    || seconds > LongestWait
                )
            )
                result.AddError($"--wait must be a whole number of seconds from 0 to {LongestWait}.");
        });
        var command = new Command(
            "publish",
            "Uploads the articles and pictures that changed, and waits until the app has published them. Files with mistakes stay here. Ends with 0 only if everything is published, scheduled or a draft."
        )
        {
            path,
            settings,
            dryRun,
            delete,
            force,
            overwrite,
            wait,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                PipelineAccess.RunUncheckedAsync(
                    parsed,
                    async services =>
                    {
                        var output = CommandOutput.Of(parsed);
                        var options = new PublishOptions(
                            Path.TrimEndingDirectorySeparator(parsed.GetValue(path)!.FullName),
                            parsed.GetValue(settings)?.FullName,
                            parsed.GetValue(dryRun),
                            parsed.GetValue(delete),
                            parsed.GetValue(force),
                            parsed.GetValue(overwrite)!.ToHashSet(StringComparer.Ordinal),
                            TimeSpan.FromSeconds(parsed.GetValue(wait))
                        );
                        return await new PublishRun(
                            options,
                            services.GetRequiredService<IBlobStore>(),
                            PublishState.Open(
                                services.GetRequiredService<StorageIdentity>().Name,
                                options.Folder,
                                CommandEnvironment.Of(parsed).DataFolder
                            ),
                            new PublishWords(output),
                            TimeProvider.System
                        ).RunAsync(output, cancellationToken);
                    }
                )
        );
        return command.WithExample("fp publish articles --dry-run");
    }
}
