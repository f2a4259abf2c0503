using FunctionsPipeline.Cli;

return await CommandTree.Parse(args).InvokeAsync();
