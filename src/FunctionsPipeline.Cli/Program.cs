using System.CommandLine;
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
    PlanNowCommand.Create(),
    PlanUncertainCommand.Create(),
    SyndicateCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
