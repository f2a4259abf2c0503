using System.Text;
using System.Text.Json.Nodes;
using FunctionsPipeline.Settings;

namespace FunctionsPipeline.Tests.Syndication.WordPress;

/// <summary>Posts; a second one with the same slug gets another, as the real one does.</summary>
public sealed class FakeWordPress : IRemote
{
    private readonly Lock _gate = new();

    public List<JsonObject> Posts { get; } = [];

    public int Copies => Posts.Count;

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
            if (request.Method == "GET")
            {
                var slugs = request.Path.Contains("slug=", StringComparison.Ordinal)
                    ? request.Path.Split("slug=")[1].Split('&')[0].Split(',')
                    : null;
                var found = Posts.Where(p => slugs is null || slugs.Contains(p["slug"]!.ToString()));
                return (200, new JsonArray([.. found.Select(p => p.DeepClone())]).ToJsonString());
            }
            var body = JsonNode.Parse(request.Body)!;
            if (request.Path == "/blog/wp-json/wp/v2/posts")
            {
                var slug = body["slug"]!.ToString();
                var post = Post(
                    10 + Posts.Count,
                    Posts.Exists(p => p["slug"]!.ToString() == slug) ? slug + "-2" : slug,
                    body["content"]!.ToString()
                );
                Posts.Add(post);
                return (201, post.ToJsonString());
            }
            if (Posts.Find(p => request.Path.EndsWith("/" + p["id"], StringComparison.Ordinal)) is not { } old)
                return (404, """{"code":"rest_post_invalid_id"}""");
            old["content"] = new JsonObject { ["raw"] = body["content"]!.ToString() };
            return (200, old.ToJsonString());
        }
    }
}
