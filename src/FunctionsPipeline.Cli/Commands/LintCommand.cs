using System.CommandLine;
using FunctionsPipeline.Cli.Lint;
using FunctionsPipeline.Cli.Lint.Formats;
using FunctionsPipeline.Cli.Terminal;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>fp lint</c>: everything that publishing would report, before it is published.</summary>
internal static class LintCommand
{
    /// <summary>Of shells, for a program that was ended with Ctrl-C.</summary>
    private const int Stopped = 130;

    private const string Text = "text";
    private const string Sarif = "sarif";
    private const string GitHub = "github";

    public static Command Create()
    {
        var paths = new Argument<string[]>("path")
        {
            Description = "Files and folders of articles.",
            Arity = ArgumentArity.OneOrMore,
        };
        var settings = new Option<DirectoryInfo>("--settings")
        {
            Description = "The folder with site.yml and theme/; one beside the articles is found without this.",
        }.AcceptExistingOnly();
        var fix = new Option<bool>("--fix")
        {
            Description = "Fix what can be fixed without a change that readers see.",
        };
        var strict = new Option<bool>("--strict") { Description = "End with 2 if there are warnings." };
        var format = new Option<string>("--format")
        {
            Description =
                "Write a line for each finding, a SARIF log, or commands that GitHub shows in a pull request.",
            DefaultValueFactory = _ => Text,
        };
        format.AcceptOnlyFromAmong(Text, Sarif, GitHub);
        var command = new Command(
            "lint",
            "Checks articles and says everything that publishing would report, with the line and what to do. Ends with 1 if there are mistakes."
        )
        {
            paths,
            settings,
            fix,
            strict,
            format,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var output = CommandOutput.Of(parsed);
                if (await FindAsync(parsed.GetValue(paths)!, output) is not { } found)
                    return 1;
                try
                {
                    var result = await output.ProgressAsync(
                        "Checking",
                        progress =>
                            LintRun.RunAsync(
                                LintScope.Of(found),
                                parsed.GetValue(settings)?.FullName,
                                parsed.GetValue(fix),
                                TimeProvider.System,
                                progress,
                                cancellationToken
                            ),
                        cancellationToken
                    );
                    ILintFormat chosen = (output.IsJson, parsed.GetValue(format)) switch
                    {
                        (true, _) => new JsonFormat(),
                        (_, Sarif) => new SarifFormat(),
                        (_, GitHub) => new GitHubFormat(),
                        _ => new TextFormat(),
                    };
                    await chosen.WriteAsync(result, parsed.InvocationConfiguration.Output);
                    return result.ExitCode(parsed.GetValue(strict));
                }
                catch (OperationCanceledException)
                {
                    await output.ComplainAsync("Stopped. Files that were fixed are whole.");
                    return Stopped;
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    await output.ComplainAsync(OneLine.Of(e.Message));
                    return 1;
                }
            }
        );
        return command.WithExample("fp lint articles");
    }

    /// <returns>Null if a path is not there: each of those is said.</returns>
    private static async Task<IReadOnlyList<string>?> FindAsync(string[] paths, CommandOutput output)
    {
        var missing = paths.Where(p => !Path.Exists(p)).ToList();
        foreach (var path in missing)
            await output.ComplainAsync(
                $"There is no file or folder '{OneLine.Of(path)}'. Check the spelling, or run the command in another folder."
            );
        return missing.Count == 0 ? paths : null;
    }
}
