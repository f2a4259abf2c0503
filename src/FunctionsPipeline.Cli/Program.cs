using System.CommandLine;
using System.CommandLine.Help;
using FunctionsPipeline.Cli.Commands;

// One line per command; each is a file in Commands/.
var root = new RootCommand("Looks after a FunctionsPipeline from a command line.")
{
    AdoptCommand.Create(),
    BuildCommand.Create(),
    CostCommand.Create(),
    EraseCommand.Create(),
    EvidenceCommand.Create(),
    ExportCommand.Create(),
    ImportCommand.Create(),
    MoveStateCommand.Create(),
    PlanNowCommand.Create(),
    PlanUncertainCommand.Create(),
    SyndicateCommand.Create(),
};
var parsed = root.Parse(args);

// Anyone who asks for help with what is not there would get help with something else, and a script would see a success.
if (parsed is { UnmatchedTokens.Count: > 0, Action: HelpAction })
    parsed = root.Parse([
        .. args.Except(
            root.Options.OfType<HelpOption>().SelectMany(o => o.Aliases.Append(o.Name)),
            StringComparer.Ordinal
        ),
    ]);
return await parsed.InvokeAsync();
