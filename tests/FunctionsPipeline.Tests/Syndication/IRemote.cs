using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Tests.Syndication;

/// <summary>A working stand-in for a target's server.</summary>
public interface IRemote
{
    /// <summary>The status and body of a good answer.</summary>
    (int Status, string Body) Answer(LoopbackServer.Received request);

    /// <summary>How many copies of articles people see there.</summary>
    int Copies { get; }

    TargetSettings Settings(Uri address);

    string Secret { get; }
}
