using System.Collections.Concurrent;
using System.Text;
using FunctionsPipeline.Syndication.Http;
using FunctionsPipeline.Syndication.Texts;

namespace FunctionsPipeline.Syndication.Bluesky;

/// <summary>
/// A post on Bluesky. The record's key is chosen by us and is the same in every attempt, so writing it again replaces the
/// same record. Readers' apps do not show edits, so changes are not carried.
/// </summary>
internal sealed class BlueskyTarget(TargetHttp http, TimeProvider time) : ISyndicationTarget
{
    private const string Server = "server";
    private const string Account = "handle";
    private const string Collection = "app.bsky.feed.post";

    /// <summary>The lexicon's: 300 graphemes, 3,000 bytes.</summary>
    private static readonly PostLimit Limit = new(300, Bytes: 3000);

    /// <summary>
    /// Less than an access token's life, which is about two hours; signing in is limited to a few hundred a day.
    /// </summary>
    private static readonly TimeSpan SessionKept = TimeSpan.FromMinutes(45);

    private readonly ConcurrentDictionary<string, (Session Session, DateTimeOffset Until)> _sessions = new(
        StringComparer.Ordinal
    );

    public string Type => "bluesky";

    public bool NeedsSecret => true;

    public bool Updates => false;

    public void Check(TargetOptions options)
    {
        options.Address(Server, "https://bsky.social");
        options.Text(Account, "clinic.bsky.social");
    }

    public IEnumerable<string?> Shown(Delivery delivery) =>
        [delivery.OwnText, delivery.Article.Title, delivery.Article.Summary, delivery.Link.AbsoluteUri];

    public async Task<Outcome> CarryAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var (session, trouble) = await SignInAsync(delivery, cancellationToken);
        if (session is null)
            return trouble!;
        var key = RecordKey.Of(delivery.Copy.CopyTried, delivery.Copy.CopyKey);
        var request = new PutRecord(session.Did!, Collection, key, RecordOf(delivery));
        var answer = await http.SendAsync(
            JsonRequest
                .Of(
                    HttpMethod.Post,
                    Api(delivery, "com.atproto.repo.putRecord"),
                    request,
                    BlueskyJson.Default.PutRecord
                )
                .WithBearer(session.AccessJwt),
            cancellationToken
        );
        if (answer.IsOk && answer.Read(BlueskyJson.Default.RecordRef)?.Uri is { Length: > 0 } uri)
            return new Outcome.Carried(uri, $"https://bsky.app/profile/{session.Did}/post/{key}");
        if (
            answer.Status is 400 or 401
            && answer.Read(BlueskyJson.Default.BlueskyError)?.Error is "ExpiredToken" or "InvalidToken"
        )
        {
            // Nothing was written; the next attempt signs in again.
            _sessions.TryRemove(KeyOf(delivery), out _);
            return new Outcome.Postponed(Problem.Unauthorised, answer.Status);
        }
        return answer.Trouble(wrote: true);
    }

    public async Task<TargetTest> TestAsync(TargetAccess access, CancellationToken cancellationToken)
    {
        var (session, trouble) = await SignInAsync(access, cancellationToken);
        return session is null ? TargetTest.Of(trouble!) : new TargetTest.Accepted(session.Did);
    }

    private async Task<(Session? Session, Outcome? Trouble)> SignInAsync(
        TargetAccess access,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        if (_sessions.TryGetValue(KeyOf(access), out var known) && known.Until > now)
            return (known.Session, null);
        var request = new SignIn(access.Option(Account)!, access.Secret!);
        var answer = await http.SendAsync(
            JsonRequest.Of(
                HttpMethod.Post,
                Api(access, "com.atproto.server.createSession"),
                request,
                BlueskyJson.Default.SignIn
            ),
            cancellationToken
        );
        if (
            !answer.IsOk
            || answer.Read(BlueskyJson.Default.Session) is not { Did.Length: > 0, AccessJwt.Length: > 0 } session
            || !IsToken(session)
        )
            return (null, answer.Trouble(wrote: false));
        _sessions[KeyOf(access)] = (session, now + SessionKept);
        return (session, null);
    }

    /// <summary>What goes into a header and an address must not hold anything else.</summary>
    private static bool IsToken(Session session) =>
        session.AccessJwt!.All(c => c is > ' ' and <= '~')
        && session.Did!.StartsWith("did:", StringComparison.Ordinal)
        && session.Did.All(c => char.IsAsciiLetterOrDigit(c) || c is ':' or '.' or '-' or '_' or '%');

    private static PostRecord RecordOf(Delivery delivery)
    {
        var link = delivery.Link.AbsoluteUri;
        var text = PostText.Of(delivery, Limit);
        var at = text.LastIndexOf(link, StringComparison.Ordinal);
        // Facets count in bytes of UTF-8.
        var start = at < 0 ? 0 : Encoding.UTF8.GetByteCount(text.AsSpan(0, at));
        return new PostRecord
        {
            Text = text,
            CreatedAt = delivery.Copy.CopyTried,
            Langs = [delivery.Article.Language],
            Facets =
                at < 0
                    ? []
                    :
                    [
                        new Facet(
                            new ByteSlice(start, start + Encoding.UTF8.GetByteCount(link)),
                            [new LinkFeature(link)]
                        ),
                    ],
            Embed = new ExternalEmbed(
                new External(
                    link,
                    PlainLine.Clean(delivery.Article.Title),
                    PostText.Cut(PlainLine.Clean(delivery.Article.Summary), Limit)
                )
            ),
        };
    }

    private static string KeyOf(TargetAccess access) =>
        $"{access.Base(Server)} {access.Option(Account)} {access.Secret}";

    private static Uri Api(TargetAccess access, string method) => new(access.Base(Server), "xrpc/" + method);
}
