using System.Globalization;
using FunctionsPipeline.Syndication.Http;
using FunctionsPipeline.Syndication.Texts;

namespace FunctionsPipeline.Syndication.DevTo;

/// <summary>
/// The whole article on dev.to (or another Forem), with our page as its canonical address. Forem refuses a second article
/// with the same canonical address, and our own articles can be looked through for it.
/// </summary>
internal sealed class DevToTarget(TargetHttp http) : ISyndicationTarget
{
    private const string Server = "server";
    private const int PageSize = 100;
    private const int MaxPages = 20;
    private const int MaxTags = 4;
    private const int MaxTitle = 128;

    public string Type => "devto";

    public bool NeedsSecret => true;

    public bool Updates => true;

    public bool Withdraws => true;

    public void Check(TargetOptions options) => options.Address(Server, "https://dev.to");

    public IEnumerable<string?> Shown(Delivery delivery) =>
        [
            delivery.Article.Title,
            delivery.Article.Summary,
            delivery.Canonical,
            delivery.Article.ContentHash ?? delivery.Article.PageHash,
            .. TagsOf(delivery),
        ];

    public async Task<Outcome> CarryAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.Copy.RemoteId is { } known)
            return await UpdateAsync(delivery, known, cancellationToken);
        // Looked for first in any case: staff may have put it there by hand.
        var (found, trouble) = await FindAsync(delivery, cancellationToken);
        if (trouble is not null)
            return trouble;
        if (found is not null)
            return await UpdateAsync(delivery, found, cancellationToken);
        var answer = await SendAsync(HttpMethod.Post, "articles", delivery, cancellationToken);
        // A copy that the list did not show yet: it will, a little later.
        return answer.Status == 422 && IsTaken(answer)
            ? new Outcome.Postponed(Problem.Refused, 422, MayHaveHappened: true)
            : CarriedOr(answer);
    }

    /// <remarks>
    /// Forem's API deletes nothing: the article becomes a draft, and is published again where ours comes back.
    /// </remarks>
    public async Task<Outcome> WithdrawAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var id = delivery.Copy.RemoteId;
        if (id is null)
        {
            (id, var trouble) = await FindAsync(delivery, cancellationToken);
            if (id is null)
                return trouble ?? new Outcome.Withdrawn();
        }
        var answer = await http.SendAsync(
            Authorised(
                JsonRequest.Of(
                    HttpMethod.Put,
                    Api(delivery, "articles/" + Uri.EscapeDataString(id)),
                    new ForemVisibility(new ForemVisible(false)),
                    DevToJson.Default.ForemVisibility
                ),
                delivery
            ),
            cancellationToken
        );
        return answer.IsGone || (answer.IsOk && answer.Read(DevToJson.Default.ForemArticle) is { Id: > 0 })
            ? new Outcome.Withdrawn()
            : answer.Trouble(wrote: true);
    }

    /// <remarks>Asks for the account's own articles, as carrying does: a key has all rights.</remarks>
    public async Task<TargetTest> TestAsync(TargetAccess access, CancellationToken cancellationToken)
    {
        var answer = await http.SendAsync(
            Authorised(JsonRequest.Get(Api(access, "articles/me/all?page=1&per_page=1")), access),
            cancellationToken
        );
        return answer.IsOk ? new TargetTest.Accepted() : TargetTest.Of(answer.Trouble(wrote: false));
    }

    private async Task<Outcome> UpdateAsync(Delivery delivery, string id, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(
            HttpMethod.Put,
            "articles/" + Uri.EscapeDataString(id),
            delivery,
            cancellationToken
        );
        return answer.Status == 404 ? new Outcome.Refused(Problem.DeletedThere, 404) : CarriedOr(answer);
    }

    private async Task<TargetAnswer> SendAsync(
        HttpMethod method,
        string path,
        Delivery delivery,
        CancellationToken cancellationToken
    )
    {
        var article = new NewForemArticle(
            PostText.Cut(PlainLine.Clean(delivery.Article.Title), new PostLimit(MaxTitle)),
            LiquidFree(await delivery.ContentAsync(cancellationToken)),
            true,
            delivery.Canonical,
            PostText.Cut(PlainLine.Clean(delivery.Article.Summary), new PostLimit(MaxTitle)),
            TagsOf(delivery)
        );
        return await http.SendAsync(
            Authorised(
                JsonRequest.Of(method, Api(delivery, path), new NewForemPost(article), DevToJson.Default.NewForemPost),
                delivery
            ),
            cancellationToken
        );
    }

    private async Task<(string? Found, Outcome? Trouble)> FindAsync(
        Delivery delivery,
        CancellationToken cancellationToken
    )
    {
        for (var page = 1; page <= MaxPages; page++)
        {
            var answer = await http.SendAsync(
                Authorised(
                    JsonRequest.Get(Api(delivery, $"articles/me/all?page={page}&per_page={PageSize}")),
                    delivery
                ),
                cancellationToken
            );
            if (!answer.IsOk || answer.Read(DevToJson.Default.ForemArticleArray) is not { } articles)
                return (null, answer.Trouble(wrote: false));
            if (articles.FirstOrDefault(a => a.CanonicalUrl == delivery.Canonical) is { } found)
                return (found.Id.ToString(CultureInfo.InvariantCulture), null);
            if (articles.Length < PageSize)
                break;
        }
        // Not among the newest: the server's own check of canonical addresses stands behind this one.
        return (null, null);
    }

    private static Outcome CarriedOr(TargetAnswer answer) =>
        answer.IsOk && answer.Read(DevToJson.Default.ForemArticle) is { Id: > 0 } made
            ? new Outcome.Carried(made.Id.ToString(CultureInfo.InvariantCulture), made.Url)
            : answer.Trouble(wrote: true);

    /// <summary>"Canonical url has already been taken", "Title has already been used in the last five minutes".</summary>
    private static bool IsTaken(TargetAnswer answer) =>
        answer.Read(DevToJson.Default.ForemError)?.Error?.Contains("already been", StringComparison.OrdinalIgnoreCase)
        == true;

    /// <summary>Forem runs Liquid over the text: what looks like it must stay text.</summary>
    private static string LiquidFree(string html) =>
        html.Replace("{%", "{&#37;", StringComparison.Ordinal).Replace("{{", "{&#123;", StringComparison.Ordinal);

    /// <summary>Letters and digits only, at most four.</summary>
    private static IReadOnlyList<string> TagsOf(Delivery delivery) =>
        [
            .. delivery
                .Article.Tags.Select(t => string.Concat(t.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)))
                .Where(t => t.Length is > 0 and <= 30)
                .Distinct(StringComparer.Ordinal)
                .Take(MaxTags),
        ];

    private static HttpRequestMessage Authorised(HttpRequestMessage request, TargetAccess access)
    {
        request.Headers.Accept.Clear();
        return request.With("Accept", "application/vnd.forem.api-v1+json").With("api-key", access.Secret);
    }

    private static Uri Api(TargetAccess access, string path) => new(access.Base(Server), "api/" + path);
}
