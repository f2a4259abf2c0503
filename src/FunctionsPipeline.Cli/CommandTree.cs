using System.CommandLine;
using System.CommandLine.Help;
using FunctionsPipeline.Cli.Commands;
using FunctionsPipeline.Cli.Commands.Issues;
using FunctionsPipeline.Cli.Commands.Poison;
using FunctionsPipeline.Cli.Commands.Sources;
using FunctionsPipeline.Cli.Commands.Subscribers;
using FunctionsPipeline.Cli.Commands.Targets;
using FunctionsPipeline.Cli.Terminal;

namespace FunctionsPipeline.Cli;

/// <summary>All commands, one line each; each is a file in Commands/.</summary>
public static class CommandTree
{
    /// <summary>What was typed, read as a command.</summary>
    public static ParseResult Parse(IReadOnlyList<string> args)
    {
        var root = Create();
        var parsed = root.Parse(args);
        if (parsed is not { UnmatchedTokens.Count: > 0, Action: HelpWithExample })
            return parsed;
        // Anyone who asks for help with what is not there would get help with something else, and a script would see a success.
        string[] help = [.. root.Options.OfType<HelpOption>().SelectMany(o => o.Aliases.Append(o.Name))];
        return root.Parse([.. args.Except(help, StringComparer.Ordinal)]);
    }

    public static RootCommand Create()
    {
        var root = new RootCommand("Writes, checks, publishes and looks after a FunctionsPipeline from a command line.")
        {
            AdoptCommand.Create(),
            BackupCommand.Create(),
            BuildCommand.Create(),
            CompletionCommand.Create(),
            CostCommand.Create(),
            DoctorCommand.Create(),
            IssuesCommand.Create(),
            LintCommand.Create(),
            MigrateCommand.Create(),
            MoveStateCommand.Create(),
            NewCommand.Create(),
            PoisonCommand.Create(),
            PreviewCommand.Create(),
            PublishCommand.Create(),
            RestoreCommand.Create(),
            SourcesCommand.Create(),
            StatusCommand.Create(),
            SubscribersCommand.Create(),
            TargetsCommand.Create(),
        };
        foreach (var help in root.Options.OfType<HelpOption>())
            help.Action = new HelpWithExample((HelpAction)help.Action!);
        root.Options.Add(CommonOptions.Json);
        root.Options.Add(CommonOptions.Connection);
        return root;
    }
}
