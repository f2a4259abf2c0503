using FunctionsPipeline.LocalDev;

return await LocalDevProgram.RunAsync(args, CancellationToken.None);
