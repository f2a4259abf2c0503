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
    private readonly WordPressApi _api = new(http);

    public string Type => "wordpress";

    public bool NeedsSecret => true;

    public bool Updates => true;

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
            return await UpdateAsync(delivery, known, cancellationToken);
        // Our own slug, and the one to take where another person's post has it.
        var slugs = new[] { delivery.Article.Slug, $"{delivery.Article.Slug}-{delivery.Copy.CopyKey[..6]}" };
        var answer = await _api.GetAsync(
            delivery,
            $"posts?slug={string.Join(',', slugs)}&status=any&context=edit&per_page=100",
            cancellationToken
        );
        if (!answer.IsOk || answer.Read(WordPressJson.Default.PostArray) is not { } posts)
            return answer.Trouble(wrote: false);
        if (Array.Find(posts, p => p.Id > 0 && WordPressText.LeadsTo(p, delivery.Link)) is { } ours)
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
        var answer = await _api.GetAsync(access, "posts?status=any&context=edit&per_page=1", cancellationToken);
        return answer.IsOk && answer.Read(WordPressJson.Default.PostArray) is not null
            ? new TargetTest.Accepted(access.Option(WordPressApi.User))
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
        var (tags, trouble) = await new WordPressTags(_api).NumbersAsync(delivery, cancellationToken);
        if (trouble is not null)
            return trouble;
        var post = await WordPressText.OfAsync(delivery, cancellationToken) with
        {
            Tags = tags,
            Slug = slug,
            Status = slug is null ? null : "publish",
        };
        var answer = await _api.PostAsync(delivery, path, post, WordPressJson.Default.NewPost, cancellationToken);
        return answer.IsOk && answer.Read(WordPressJson.Default.Post) is { Id: > 0 } made
            ? new Outcome.Carried(made.Id.ToString(CultureInfo.InvariantCulture), made.Link)
            : answer.Trouble(wrote: true);
    }
}
