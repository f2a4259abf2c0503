using System.Text.Json;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Tests.Syndication.Bluesky;

/// <summary>A personal data server: records by key. Tokens end when the test says so.</summary>
public sealed class FakeBluesky : IRemote
{
    private readonly Lock _gate = new();
    private int _tokens;

    public Dictionary<string, JsonElement> Records { get; } = [];

    public int SignIns => _tokens;

    public int Copies => Records.Count;

    public string Secret => "app-password";

    public void EndTokens() => _tokens++;

    public TargetSettings Settings(Uri address) =>
        new()
        {
            Name = Wire.Target,
            Type = "bluesky",
            Options = new Dictionary<string, string>
            {
                ["server"] = address.AbsoluteUri,
                ["handle"] = "clinic.example",
            },
        };

    public (int Status, string Body) Answer(LoopbackServer.Received request)
    {
        var body = JsonDocument.Parse(request.Body).RootElement;
        lock (_gate)
        {
            switch (request.Path)
            {
                case "/xrpc/com.atproto.server.createSession":
                    return
                        body.GetProperty("password").GetString() == Secret
                        && body.GetProperty("identifier").GetString() == "clinic.example"
                        ? (200, $$"""{"did":"did:plc:clinic","accessJwt":"jwt-{{++_tokens}}"}""")
                        : (401, """{"error":"AuthenticationRequired"}""");
                case "/xrpc/com.atproto.repo.putRecord":
                    if (request.Headers.GetValueOrDefault("Authorization") != $"Bearer jwt-{_tokens}")
                        return (400, """{"error":"ExpiredToken"}""");
                    var key = body.GetProperty("rkey").GetString()!;
                    Records[key] = body.GetProperty("record").Clone();
                    return (200, $$"""{"uri":"at://did:plc:clinic/app.bsky.feed.post/{{key}}","cid":"c"}""");
                case "/xrpc/com.atproto.repo.deleteRecord":
                    if (request.Headers.GetValueOrDefault("Authorization") != $"Bearer jwt-{_tokens}")
                        return (400, """{"error":"ExpiredToken"}""");
                    // Done also where there is no such record.
                    Records.Remove(body.GetProperty("rkey").GetString()!);
                    return (200, "{}");
                default:
                    return (501, """{"error":"MethodNotImplemented"}""");
            }
        }
    }
}
