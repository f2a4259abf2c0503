using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Tests.Syndication.WebSub;

/// <summary>A hub: fetches a feed when it is pinged, any number of times.</summary>
public sealed class FakeHub : IRemote
{
    private readonly Lock _gate = new();
    private readonly List<string> _pings = [];

    public IReadOnlyList<string> Pings
    {
        get
        {
            lock (_gate)
                return [.. _pings];
        }
    }

    /// <summary>To those who follow, one change is one change however often it was pinged.</summary>
    public int Copies => Pings.Distinct().Count() / 2;

    public string Secret => "";

    public TargetSettings Settings(Uri address) =>
        new()
        {
            Name = Wire.Target,
            Type = "websub",
            Options = new Dictionary<string, string> { ["hub"] = address.AbsoluteUri },
        };

    public (int Status, string Body) Answer(LoopbackServer.Received request)
    {
        lock (_gate)
            _pings.Add(Uri.UnescapeDataString(request.Body));
        return (202, "");
    }
}
