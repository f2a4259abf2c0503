using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using FunctionsPipeline.Syndication.Copies;
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

    public bool Withdraws => true;

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
        var key = KeyOf(delivery.Copy);
        var answer = await PostAsync(
            delivery,
            session,
            "putRecord",
            new PutRecord(session.Did!, Collection, key, RecordOf(delivery)),
            BlueskyJson.Default.PutRecord,
            cancellationToken
        );
        return answer.IsOk && answer.Read(BlueskyJson.Default.RecordRef)?.Uri is { Length: > 0 } uri
            ? new Outcome.Carried(uri, $"https://bsky.app/profile/{session.Did}/post/{key}")
            : TroubleOf(delivery, answer);
    }

    /// <remarks>The server takes the deletion of a record that is not there for done.</remarks>
    public async Task<Outcome> WithdrawAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var (session, trouble) = await SignInAsync(delivery, cancellationToken);
        if (session is null)
            return trouble!;
        var answer = await PostAsync(
            delivery,
            session,
            "deleteRecord",
            new DeleteRecord(session.Did!, Collection, KeyOf(delivery.Copy)),
            BlueskyJson.Default.DeleteRecord,
            cancellationToken
        );
        return answer.IsOk ? new Outcome.Withdrawn() : TroubleOf(delivery, answer);
    }

    public async Task<TargetTest> TestAsync(TargetAccess access, CancellationToken cancellationToken)
    {
        var (session, trouble) = await SignInAsync(access, cancellationToken);
        return session is null ? TargetTest.Of(trouble!) : new TargetTest.Accepted(session.Did);
    }

    /// <param name="method">Of <c>com.atproto.repo</c>.</param>
    private Task<TargetAnswer> PostAsync<T>(
        TargetAccess access,
        Session session,
        string method,
        T body,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken
    ) =>
        http.SendAsync(
            JsonRequest
                .Of(HttpMethod.Post, Api(access, "com.atproto.repo." + method), body, type)
                .WithBearer(session.AccessJwt),
            cancellationToken
        );

    private Outcome TroubleOf(TargetAccess access, TargetAnswer answer)
    {
        if (
            answer.Status is 400 or 401
            && answer.Read(BlueskyJson.Default.BlueskyError)?.Error is "ExpiredToken" or "InvalidToken"
        )
        {
            // Nothing was written; the next attempt signs in again.
            _sessions.TryRemove(KeyOf(access), out _);
            return new Outcome.Postponed(Problem.Unauthorised, answer.Status);
        }
        return answer.Trouble(wrote: true);
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

    private static string KeyOf(CopyRecord copy) => RecordKey.Of(copy.CopyTried, copy.CopyKey);

    private static string KeyOf(TargetAccess access) =>
        $"{access.Base(Server)} {access.Option(Account)} {access.Secret}";

    private static Uri Api(TargetAccess access, string method) => new(access.Base(Server), "xrpc/" + method);
}
