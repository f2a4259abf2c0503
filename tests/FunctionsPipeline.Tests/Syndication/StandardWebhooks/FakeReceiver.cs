using System.Text.Json;
using FunctionsPipeline.Settings;
using StandardWebhooks;

namespace FunctionsPipeline.Tests.Syndication.StandardWebhooks;

/// <summary>A receiver that checks the signature with the specification's own library, and acts once on each id.</summary>
public sealed class FakeReceiver(TimeProvider time) : IRemote
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 24).Select(i => (byte)i)];
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _events = [];

    /// <summary>Each id counts once, however often it came.</summary>
    public int Copies => CountOf("article.published") - CountOf("article.deleted");

    public string Secret => "whsec_" + Convert.ToBase64String(Key);

    public TargetSettings Settings(Uri address) =>
        new()
        {
            Name = Wire.Target,
            Type = "webhook",
            Options = new Dictionary<string, string> { ["url"] = address.AbsoluteUri + "articles?from=clinic" },
        };

    public (int Status, string Body) Answer(LoopbackServer.Received request)
    {
        var id = request.Headers["webhook-id"];
        var timestamp = DateTimeOffset.FromUnixTimeSeconds(long.Parse(request.Headers["webhook-timestamp"]));
        // The library's Verify compares with the real clock, so that the test's clock needs the two steps here.
        var expected = new StandardWebhook(Secret).Sign(id, timestamp, request.Body);
        if (
            request.Headers["webhook-signature"] != expected
            || (timestamp - time.GetUtcNow()).Duration() > TimeSpan.FromMinutes(5)
        )
            return (400, "");
        lock (_gate)
            _events[id] = JsonDocument.Parse(request.Body).RootElement.GetProperty("type").GetString()!;
        return (204, "");
    }

    private int CountOf(string type) => _events.Values.Count(t => t == type);
}
