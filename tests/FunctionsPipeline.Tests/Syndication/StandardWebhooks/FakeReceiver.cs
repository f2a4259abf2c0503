using System.Security.Cryptography;
using System.Text;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Tests.Syndication.StandardWebhooks;

/// <summary>A receiver that verifies as the specification says, and acts once on each id.</summary>
public sealed class FakeReceiver(TimeProvider time) : IRemote
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 24).Select(i => (byte)i)];
    private readonly Lock _gate = new();
    private readonly HashSet<string> _ids = [];

    public int Copies => _ids.Count;

    public string Secret => "whsec_" + Convert.ToBase64String(Key);

    public TargetSettings Settings(Uri address) => new()
    {
        Name = Wire.Target, Type = "webhook", Options = new Dictionary<string, string> { ["url"] = address.AbsoluteUri + "articles?from=clinic" },
    };

    public (int Status, string Body) Answer(LoopbackServer.Received request)
    {
        var (id, timestamp) = (request.Headers["webhook-id"], request.Headers["webhook-timestamp"]);
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes($"{id}.{timestamp}.{request.Body}")));
        if (request.Headers["webhook-signature"] != expected || Math.Abs(long.Parse(timestamp) - time.GetUtcNow().ToUnixTimeSeconds()) > 300)
            return (400, "");
        lock (_gate)
            _ids.Add(id);
        return (204, "");
    }
}
