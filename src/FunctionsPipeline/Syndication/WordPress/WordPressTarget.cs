using System.Globalization;
using FunctionsPipeline.Syndication.Http;

namespace FunctionsPipeline.Syndication.WordPress;

/// <summary>
/// The article as a post on a WordPress site, which has no field for a canonical address: the post's last line leads to
/// the original. WordPress makes a new post each time it is asked, so the post is looked for by its slug first, and taken
/// for ours only if it leads to the article.
/// </summary>
internal sealed class WordPressTarget(TargetHttp http) : ISyndicationTarget
{
    private const string Posts = "posts";
    private const string Published = "publish";

    private readonly WordPressApi _api = new(http);

    public string Type => "wordpress";

    public bool NeedsSecret => true;

    public bool Updates => true;

    public bool Withdraws => true;

    public void Check(TargetOptions options)
    {
        options.Address(WordPressApi.Site, "https://blog.example.org");
        options.Text(WordPressApi.User, "the name that the application password belongs to");
    }

    public IEnumerable<string?> Shown(Delivery delivery) =>
        [.. WordPressText.Shown(delivery), .. WordPressTags.Of(delivery).Select(tag => tag.Name)];

    public async Task<Outcome> CarryAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.Copy.RemoteId is { } known)
            return await UpdateAsync(delivery, new NewPost(), known, cancellationToken);
        var (posts, trouble) = await FindAsync(delivery, cancellationToken);
        if (posts is null)
            return trouble!;
        var published = new NewPost { Status = Published };
        // It may be the draft that an earlier withdrawal left.
        if (OurOwn(posts, delivery) is { } ours)
            return await UpdateAsync(delivery, published, ours, cancellationToken);
        var (slug, other) = SlugsOf(delivery);
        return await WriteAsync(
            delivery,
            published with
            {
                Slug = Array.Exists(posts, p => p.Slug == slug) ? other : slug,
            },
            Posts,
            cancellationToken
        );
    }

    /// <remarks>The post goes to the bin, where the site's people find it. Where there is no bin it becomes a draft.</remarks>
    public async Task<Outcome> WithdrawAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var id = delivery.Copy.RemoteId;
        if (id is null)
        {
            var (posts, trouble) = await FindAsync(delivery, cancellationToken);
            if (posts is null)
                return trouble!;
            id = OurOwn(posts, delivery);
            if (id is null)
                return new Outcome.Withdrawn();
        }
        var answer = await _api.DeleteAsync(delivery, PathOf(id), cancellationToken);
        if (answer.Read(WordPressJson.Default.WordPressError)?.Code == "rest_trash_not_supported")
            answer = await _api.PostAsync(
                delivery,
                PathOf(id),
                new NewPost { Status = "draft" },
                WordPressJson.Default.NewPost,
                cancellationToken
            );
        return answer.IsGone || (answer.IsOk && answer.Read(WordPressJson.Default.Post) is { Id: > 0 })
            ? new Outcome.Withdrawn()
            : answer.Trouble(wrote: true);
    }

    /// <remarks>Drafts are shown only to an account that may edit posts, which is the right that carrying needs.</remarks>
    public async Task<TargetTest> TestAsync(TargetAccess access, CancellationToken cancellationToken)
    {
        var answer = await _api.GetAsync(access, "posts?status=any&context=edit&per_page=1", cancellationToken);
        return answer.IsOk && answer.Read(WordPressJson.Default.PostArray) is not null
            ? new TargetTest.Accepted(access.Option(WordPressApi.User))
            : TargetTest.Of(answer.Trouble(wrote: false));
    }

    /// <summary>The posts that have our slug, or the one that we take where another person's post has it.</summary>
    private async Task<(Post[]? Posts, Outcome? Trouble)> FindAsync(
        Delivery delivery,
        CancellationToken cancellationToken
    )
    {
        var (slug, other) = SlugsOf(delivery);
        var answer = await _api.GetAsync(
            delivery,
            $"{Posts}?slug={slug},{other}&status=any&context=edit&per_page=100",
            cancellationToken
        );
        return answer.IsOk && answer.Read(WordPressJson.Default.PostArray) is { } posts
            ? (posts, null)
            : (null, answer.Trouble(wrote: false));
    }

    private async Task<Outcome> UpdateAsync(
        Delivery delivery,
        NewPost fields,
        string id,
        CancellationToken cancellationToken
    )
    {
        var outcome = await WriteAsync(delivery, fields, PathOf(id), cancellationToken);
        return outcome is Outcome.Refused { Status: 404 or 410 }
            ? new Outcome.Refused(Problem.DeletedThere, 404)
            : outcome;
    }

    /// <param name="fields">What is sent beside text and tags.</param>
    private async Task<Outcome> WriteAsync(
        Delivery delivery,
        NewPost fields,
        string path,
        CancellationToken cancellationToken
    )
    {
        var (tags, trouble) = await new WordPressTags(_api).NumbersAsync(delivery, cancellationToken);
        if (trouble is not null)
            return trouble;
        var post = await WordPressText.OfAsync(delivery, cancellationToken) with
        {
            Tags = tags,
            Slug = fields.Slug,
            Status = fields.Status,
        };
        var answer = await _api.PostAsync(delivery, path, post, WordPressJson.Default.NewPost, cancellationToken);
        return answer.IsOk && answer.Read(WordPressJson.Default.Post) is { Id: > 0 } made
            ? new Outcome.Carried(made.Id.ToString(CultureInfo.InvariantCulture), made.Link)
            : answer.Trouble(wrote: true);
    }

    private static (string Slug, string Other) SlugsOf(Delivery delivery) =>
        (delivery.Article.Slug, $"{delivery.Article.Slug}-{delivery.Copy.CopyKey[..6]}");

    /// <returns>The number of the post that leads to the article; null if there is none.</returns>
    private static string? OurOwn(Post[] posts, Delivery delivery) =>
        Array
            .Find(posts, p => p.Id > 0 && WordPressText.LeadsTo(p, delivery.Link))
            ?.Id.ToString(CultureInfo.InvariantCulture);

    private static string PathOf(string id) => $"{Posts}/{Uri.EscapeDataString(id)}";
}
