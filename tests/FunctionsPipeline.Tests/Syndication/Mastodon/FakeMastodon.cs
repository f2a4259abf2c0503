using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Tests.Syndication.Mastodon;

/// <summary>Statuses of one account; forgets an idempotency key after an hour, as the real one does.</summary>
public sealed class FakeMastodon(TimeProvider time) : IRemote
{
    private readonly Lock _gate = new();
    private int _made;
    private readonly Dictionary<string, (string Id, DateTimeOffset At)> _keys = [];

    public List<Status> Statuses { get; } = [];

    public int MaxCharacters { get; set; } = 500;

    public int Edits { get; private set; }

    public int Copies => Statuses.Count;

    public string Secret => "token";

    public TargetSettings Settings(Uri address) =>
        new()
        {
            Name = Wire.Target,
            Type = "mastodon",
            Options = new Dictionary<string, string> { ["instance"] = address.AbsoluteUri },
        };

    public (int Status, string Body) Answer(LoopbackServer.Received request)
    {
        lock (_gate)
        {
            if (request.Path == "/api/v2/instance")
                return (
                    200,
                    $$"""{"configuration":{"statuses":{"max_characters":{{MaxCharacters}},"characters_reserved_per_url":23} } }"""
                );
            if (request.Headers.GetValueOrDefault("Authorization") != "Bearer token")
                return (401, """{"error":"The access token is invalid"}""");
            return (request.Method, request.Path) switch
            {
                ("GET", "/api/v1/accounts/verify_credentials") => (200, """{"id":"7"}"""),
                ("GET", { } path) when path.StartsWith("/api/v1/accounts/7/statuses?", StringComparison.Ordinal) => (
                    200,
                    List(path)
                ),
                ("POST", "/api/v1/statuses") => Make(request),
                ("PUT", { } path)
                    when Statuses.Find(s => path.EndsWith("/" + s.Id, StringComparison.Ordinal)) is { } status => Edit(
                    status,
                    request
                ),
                ("DELETE", { } path)
                    when Statuses.Find(s => path.EndsWith("/" + s.Id, StringComparison.Ordinal)) is { } status =>
                    Delete(status),
                _ => (404, """{"error":"Record not found"}"""),
            };
        }
    }

    private (int, string) Make(LoopbackServer.Received request)
    {
        var key = request.Headers["Idempotency-Key"];
        if (_keys.TryGetValue(key, out var made) && time.GetUtcNow() - made.At < TimeSpan.FromHours(1))
            return (200, Write(Statuses.Single(s => s.Id == made.Id)).ToJsonString());
        var status = new Status((++_made + 100).ToString(), Text(request), time.GetUtcNow());
        Statuses.Add(status);
        _keys[key] = (status.Id, status.At);
        return (200, Write(status).ToJsonString());
    }

    private (int, string) Edit(Status status, LoopbackServer.Received request)
    {
        Edits++;
        status.Text = Text(request);
        return (200, Write(status).ToJsonString());
    }

    private (int, string) Delete(Status status)
    {
        Statuses.Remove(status);
        return (200, Write(status).ToJsonString());
    }

    private string List(string path)
    {
        var before = path.Split("max_id=") is [_, var id] ? int.Parse(id) : int.MaxValue;
        return new JsonArray([
            .. Statuses.AsEnumerable().Reverse().Where(s => int.Parse(s.Id) < before).Take(40).Select(Write),
        ]).ToJsonString();
    }

    private static string Text(LoopbackServer.Received request) =>
        JsonDocument.Parse(request.Body).RootElement.GetProperty("status").GetString()!;

    private static JsonNode Write(Status status) =>
        new JsonObject
        {
            ["id"] = status.Id,
            ["url"] = $"https://social.example/@clinic/{status.Id}",
            ["created_at"] = status.At.ToString("O"),
            ["content"] = string.Join(
                "<br>",
                status
                    .Text.Split('\n')
                    .Select(l => l.StartsWith("https://", StringComparison.Ordinal) ? $"<a href=\"{l}\">{l}</a>" : l)
            ),
        };

    public sealed class Status(string id, string text, DateTimeOffset at)
    {
        public string Id { get; } = id;

        public string Text { get; set; } = text;

        public DateTimeOffset At { get; } = at;
    }
}
