using System.Text.Json.Nodes;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Tests.Syndication.DevTo;

/// <summary>A Forem: one article for each canonical address.</summary>
public sealed class FakeForem : IRemote
{
    private readonly Lock _gate = new();

    public List<JsonObject> Articles { get; } = [];

    /// <summary>True: the list is behind, as a cached one may be.</summary>
    public bool ListLags { get; set; }

    public int Copies => Articles.Count(a => a["published"]?.GetValue<bool>() != false);

    public string Secret => "key";

    public TargetSettings Settings(Uri address) =>
        new()
        {
            Name = Wire.Target,
            Type = "devto",
            Options = new Dictionary<string, string> { ["server"] = address.AbsoluteUri },
        };

    public (int Status, string Body) Answer(LoopbackServer.Received request)
    {
        lock (_gate)
        {
            if (
                request.Headers.GetValueOrDefault("api-key") != Secret
                || request.Headers.GetValueOrDefault("Accept") != "application/vnd.forem.api-v1+json"
            )
                return (401, """{"error":"unauthorized","status":401}""");
            if (request.Method == "GET")
                return (
                    200,
                    ListLags || !request.Path.Contains("page=1&", StringComparison.Ordinal)
                        ? "[]"
                        : new JsonArray([.. Articles.Select(a => a.DeepClone())]).ToJsonString()
                );
            var article = JsonNode.Parse(request.Body)!["article"]!.AsObject();
            if (request.Method == "PUT")
                return Articles.Find(a => request.Path == $"/api/articles/{a["id"]}") is { } old
                    ? (200, Write(old, article))
                    : (404, """{"error":"not found","status":404}""");
            if (Articles.Exists(a => a["canonical_url"]!.ToString() == article["canonical_url"]!.ToString()))
                return (422, """{"error":"Canonical url has already been taken","status":422}""");
            var made = new JsonObject { ["id"] = 1000 + Articles.Count };
            Articles.Add(made);
            return (201, Write(made, article));
        }
    }

    private static string Write(JsonObject to, JsonObject from)
    {
        foreach (var (name, value) in from)
            to[name] = value?.DeepClone();
        to["url"] = $"https://dev.to/clinic/{to["id"]}";
        return to.ToJsonString();
    }
}
