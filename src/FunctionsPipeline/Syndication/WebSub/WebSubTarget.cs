using FunctionsPipeline.Syndication.Http;

namespace FunctionsPipeline.Syndication.WebSub;

/// <summary>
/// Notifies a hub that feeds have changed; the hub fetches them and notifies its subscribers (W3C WebSub; how
/// publishers tell hubs is the convention <c>hub.mode=publish</c>). A ping may be repeated. Articles that went live
/// together ping each feed once.
/// </summary>
internal sealed class WebSubTarget(TargetHttp http, IArticleFeeds feeds) : ISyndicationTarget
{
    private const string Hub = "hub";

    public string Type => "websub";

    public bool NeedsSecret => false;

    public bool Updates => true;

    /// <remarks>A hub holds no copy, and readers' programs see in the feed that an article is gone.</remarks>
    public bool Withdraws => false;

    public void Check(TargetOptions options) => options.Address(Hub, "https://pubsubhubbub.appspot.com/");

    public IEnumerable<string?> Shown(Delivery delivery) =>
        [
            delivery.Article.Title,
            delivery.Article.Summary,
            delivery.Article.ContentHash ?? delivery.Article.PageHash,
            .. Feeds(delivery),
        ];

    public async Task<Outcome> CarryAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var pinged = new PingLog(delivery.Store, delivery.Target.Name, delivery.Round);
        foreach (var feed in await pinged.NotYetAsync(Feeds(delivery), cancellationToken))
        {
            var answer = await http.SendAsync(Ping(delivery.Address(Hub), feed), cancellationToken);
            if (!answer.IsOk)
                return answer.Trouble(wrote: true);
            await pinged.AddAsync(feed, cancellationToken);
        }
        return new Outcome.Carried();
    }

    public Task<Outcome> WithdrawAsync(Delivery delivery, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A hub has no copies.");

    /// <remarks>A hub needs no secret, and a ping is a call that it acts on.</remarks>
    public Task<TargetTest> TestAsync(TargetAccess access, CancellationToken cancellationToken) =>
        Task.FromResult<TargetTest>(new TargetTest.Unknown());

    private IEnumerable<string> Feeds(Delivery delivery) =>
        feeds.Of(delivery.Article, delivery.Settings).Select(f => f.AbsoluteUri);

    private static HttpRequestMessage Ping(Uri hub, string feed) =>
        new(HttpMethod.Post, hub)
        {
            Content = new FormUrlEncodedContent([new("hub.mode", "publish"), new("hub.url", feed)]),
        };
}
