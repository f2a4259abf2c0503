namespace FunctionsPipeline.LocalDev.Demo;

/// <summary>Something did not come out as the demo expects; the message is for its viewer.</summary>
internal sealed class DemoException(string message) : Exception(message);
