using FunctionsPipeline.LocalHost;

return await LocalHostProgram.RunAsync(args);
