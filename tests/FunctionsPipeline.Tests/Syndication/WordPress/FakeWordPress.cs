using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Tests.Syndication.WordPress;

/// <summary>Posts and tags; a second post with the same slug gets another, as on the real one.</summary>
public sealed class FakeWordPress : IRemote
{
    private const string Api = "/blog/wp-json/wp/v2/";

    private readonly Lock _gate = new();

    public List<JsonObject> Posts { get; } = [];

    /// <summary>Each with the slug that WordPress made of its name.</summary>
    public List<(int Id, string Name, string Slug)> Tags { get; } = [];

    /// <summary>False: what is deleted is gone at once, which WordPress does only if it is asked for that.</summary>
    public bool HasBin { get; set; } = true;

    /// <summary>False: the account may use tags, but not make any.</summary>
    public bool MayMakeTags { get; set; } = true;

    public int Copies => Posts.Count(p => p["status"]?.ToString() is null or "publish");

    public string Secret => "abcd efgh";

    public TargetSettings Settings(Uri address) =>
        new()
        {
            Name = Wire.Target,
            Type = "wordpress",
            Options = new Dictionary<string, string> { ["site"] = address.AbsoluteUri + "blog", ["user"] = "editor" },
        };

    public static JsonObject Post(int id, string slug, string content) =>
        new()
        {
            ["id"] = id,
            ["slug"] = slug,
            ["link"] = $"https://blog.example/{slug}/",
            ["content"] = new JsonObject { ["raw"] = content },
        };

    public (int Status, string Body) Answer(LoopbackServer.Received request)
    {
        lock (_gate)
        {
            if (
                request.Headers.GetValueOrDefault("Authorization")
                != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("editor:abcd efgh"))
            )
                return (401, """{"code":"rest_not_logged_in"}""");
            var path = request.Path[Api.Length..].Split('?')[0];
            return (request.Method, path) switch
            {
                ("GET", "posts") => (200, Find(request.Path).ToJsonString()),
                ("GET", "tags") => (200, FindTags(request.Path).ToJsonString()),
                ("POST", "posts") => Make(JsonNode.Parse(request.Body)!.AsObject()),
                ("POST", "tags") => MakeTag(JsonNode.Parse(request.Body)!["name"]!.ToString()),
                ("DELETE", _) when Known(path) is { } old => Bin(old),
                ("POST", _) when Known(path) is { } old => Write(200, old, JsonNode.Parse(request.Body)!.AsObject()),
                _ => (404, """{"code":"rest_post_invalid_id"}"""),
            };
        }
    }

    private JsonObject? Known(string path) =>
        Posts.Find(p => path.Equals($"posts/{p["id"]}", StringComparison.Ordinal));

    private (int, string) Bin(JsonObject post)
    {
        if (!HasBin)
            return (501, """{"code":"rest_trash_not_supported"}""");
        if (post["status"]?.ToString() == "trash")
            return (410, """{"code":"rest_already_trashed"}""");
        post["status"] = "trash";
        post["slug"] += "__trashed";
        return (200, post.ToJsonString());
    }

    private JsonArray Find(string address)
    {
        var slugs = SlugsOf(address);
        return [.. Posts.Where(p => slugs is null || slugs.Contains(p["slug"]!.ToString())).Select(p => p.DeepClone())];
    }

    private JsonArray FindTags(string address)
    {
        var slugs = SlugsOf(address)!;
        return
        [
            .. Tags.Where(t => slugs.Contains(t.Slug)).Select(t => new JsonObject { ["id"] = t.Id, ["slug"] = t.Slug }),
        ];
    }

    private (int, string) Make(JsonObject body)
    {
        var slug = body["slug"]!.ToString();
        var post = Post(10 + Posts.Count, Posts.Exists(p => p["slug"]!.ToString() == slug) ? slug + "-2" : slug, "");
        Posts.Add(post);
        return Write(201, post, body);
    }

    private (int, string) MakeTag(string name)
    {
        if (!MayMakeTags)
            return (403, """{"code":"rest_cannot_create"}""");
        if (Tags.Find(t => t.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { Id: > 0 } known)
            return (400, $$$"""{"code":"term_exists","data":{"status":400,"term_id":{{{known.Id}}}}}""");
        // By other rules than ours.
        var tag = (Id: 70 + Tags.Count, name, Slug: WebUtility.UrlEncode(name.ToLowerInvariant()).Replace('+', '-'));
        Tags.Add(tag);
        return (201, new JsonObject { ["id"] = tag.Id, ["slug"] = tag.Slug }.ToJsonString());
    }

    private static (int, string) Write(int status, JsonObject post, JsonObject body)
    {
        foreach (var (name, value) in body.Where(field => field.Key is not ("slug" or "content")))
            post[name] = value?.DeepClone();
        if (body["content"] is { } content)
            post["content"] = new JsonObject { ["raw"] = content.ToString() };
        return (status, post.ToJsonString());
    }

    private static string[]? SlugsOf(string address) =>
        address.Contains("slug=", StringComparison.Ordinal) ? address.Split("slug=")[1].Split('&')[0].Split(',') : null;
}
