using System.CommandLine.Help;
using FunctionsPipeline.Cli;
using FunctionsPipeline.Cli.Terminal;

var root = CommandTree.Create();
var parsed = root.Parse(args);

// Anyone who asks for help with what is not there would get help with something else, and a script would see a success.
if (parsed is { UnmatchedTokens.Count: > 0, Action: HelpWithExample })
    parsed = root.Parse([
        .. args.Except(
            root.Options.OfType<HelpOption>().SelectMany(o => o.Aliases.Append(o.Name)),
            StringComparer.Ordinal
        ),
    ]);
return await parsed.InvokeAsync();
