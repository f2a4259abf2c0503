using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using FunctionsPipeline.Branding;
using FunctionsPipeline.Syndication.Http;
using FunctionsPipeline.Syndication.Texts;

namespace FunctionsPipeline.Syndication.WordPress;

/// <summary>
/// An excerpt with a link on a WordPress site, which has no field for a canonical address. WordPress makes a new post each
/// time it is asked, so the post is looked for by its slug first, and taken for ours only if it leads to the article.
/// </summary>
internal sealed class WordPressTarget(TargetHttp http) : ISyndicationTarget
{
    private const string Site = "site";
    private const string User = "user";

    public string Type => "wordpress";

    public bool NeedsSecret => true;

    public bool Updates => true;

    public void Check(TargetOptions options)
    {
        options.Address(Site, "https://blog.example.org");
        options.Text(User, "the name that the application password belongs to");
    }

    public IEnumerable<string?> Shown(Delivery delivery) =>
        [delivery.OwnText, delivery.Article.Title, delivery.Article.Summary, delivery.Link.AbsoluteUri];

    public async Task<Outcome> CarryAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.Copy.RemoteId is { } known)
            return await UpdateAsync(delivery, known, cancellationToken);
        // Our own slug, and the one to take where another person's post has it.
        var slugs = new[] { delivery.Article.Slug, $"{delivery.Article.Slug}-{delivery.Copy.CopyKey[..6]}" };
        var address = Api(delivery, $"posts?slug={string.Join(',', slugs)}&status=any&context=edit&per_page=100");
        var answer = await http.SendAsync(Authorised(JsonRequest.Get(address), delivery), cancellationToken);
        if (!answer.IsOk || answer.Read(WordPressJson.Default.PostArray) is not { } posts)
            return answer.Trouble(wrote: false);
        if (Array.Find(posts, p => p.Id > 0 && LeadsTo(p, delivery.Link)) is { } ours)
            return await UpdateAsync(delivery, ours.Id.ToString(CultureInfo.InvariantCulture), cancellationToken);
        return await WriteAsync(
            delivery,
            "posts",
            Array.Exists(posts, p => p.Slug == slugs[0]) ? slugs[1] : slugs[0],
            cancellationToken
        );
    }

    /// <remarks>Drafts are shown only to an account that may edit posts, which is the right that carrying needs.</remarks>
    public async Task<TargetTest> TestAsync(TargetAccess access, CancellationToken cancellationToken)
    {
        var answer = await http.SendAsync(
            Authorised(JsonRequest.Get(Api(access, "posts?status=any&context=edit&per_page=1")), access),
            cancellationToken
        );
        return answer.IsOk && answer.Read(WordPressJson.Default.PostArray) is not null
            ? new TargetTest.Accepted(access.Option(User))
            : TargetTest.Of(answer.Trouble(wrote: false));
    }

    private async Task<Outcome> UpdateAsync(Delivery delivery, string id, CancellationToken cancellationToken)
    {
        var outcome = await WriteAsync(delivery, "posts/" + Uri.EscapeDataString(id), null, cancellationToken);
        return outcome is Outcome.Refused { Status: 404 or 410 }
            ? new Outcome.Refused(Problem.DeletedThere, 404)
            : outcome;
    }

    private async Task<Outcome> WriteAsync(
        Delivery delivery,
        string path,
        string? slug,
        CancellationToken cancellationToken
    )
    {
        var strings = StringTable.Load("Syndication/WordPress/wordpress", delivery.Article.Language);
        var link = WebUtility.HtmlEncode(delivery.Link.AbsoluteUri);
        var excerpt = WebUtility.HtmlEncode(PlainLine.Clean(delivery.OwnText ?? delivery.Article.Summary));
        var more = WebUtility.HtmlEncode(strings.Format("read-on", ("site", delivery.Settings.Name)));
        var post = new NewPost(
            WebUtility.HtmlEncode(PlainLine.Clean(delivery.Article.Title)),
            $"<p>{excerpt}</p>\n<p><a href=\"{link}\">{more}</a></p>",
            slug,
            slug is null ? null : "publish"
        );
        var answer = await http.SendAsync(
            Authorised(
                JsonRequest.Of(HttpMethod.Post, Api(delivery, path), post, WordPressJson.Default.NewPost),
                delivery
            ),
            cancellationToken
        );
        return answer.IsOk && answer.Read(WordPressJson.Default.Post) is { Id: > 0 } made
            ? new Outcome.Carried(made.Id.ToString(CultureInfo.InvariantCulture), made.Link)
            : answer.Trouble(wrote: true);
    }

    private static bool LeadsTo(Post post, Uri link) =>
        post.Content?.Raw?.Contains($"href=\"{WebUtility.HtmlEncode(link.AbsoluteUri)}\"", StringComparison.Ordinal)
        == true;

    private static HttpRequestMessage Authorised(HttpRequestMessage request, TargetAccess access)
    {
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{access.Option(User)}:{access.Secret}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        return request;
    }

    private static Uri Api(TargetAccess access, string path) => new(access.Base(Site), "wp-json/wp/v2/" + path);
}
