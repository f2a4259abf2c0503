using FunctionsPipeline.Syndication.Http;

namespace FunctionsPipeline.Sources.Fetching;

/// <summary>
/// Asks for a feed as its server wishes to be asked (RFC 9110): only for what is new, with a name, following redirects, each
/// of which is checked as the first address is.
/// </summary>
/// <param name="time">Limits how long all redirects together may take.</param>
internal sealed class FeedFetch(TargetHttp http, TimeProvider time)
{
    private const int MostRedirects = 5;

    private const string Accepted =
        "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1";

    /// <param name="site">Our own address, so that the server's owner knows who asks.</param>
    /// <param name="eTag">Of the last answer; null for none.</param>
    /// <param name="lastModified">Likewise.</param>
    public async Task<FetchedFeed> GetAsync(
        Uri feed,
        Uri site,
        string? eTag,
        string? lastModified,
        CancellationToken cancellationToken
    )
    {
        using var deadline = new CancellationTokenSource(TargetHttp.Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await FollowAsync(feed, site, eTag, lastModified, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new FetchedFeed(feed) { Trouble = SourceTrouble.NoAnswer };
        }
    }

    /// <summary>Does the page of an entry still exist? Asks once.</summary>
    /// <returns>False only if its server says that it is gone (404, 410).</returns>
    public async Task<bool> IsThereAsync(Uri page, Uri site, CancellationToken cancellationToken)
    {
        // Some servers answer HEAD with 404 or 405 for what GET finds: the body is not kept.
        var answer = await http.SendAsync(
            Request(page, site).With("Accept", "text/html, */*;q=0.1"),
            Feeds.FeedLimits.Bytes,
            cancellationToken
        );
        return !answer.IsGone;
    }

    private async Task<FetchedFeed> FollowAsync(
        Uri feed,
        Uri site,
        string? eTag,
        string? lastModified,
        CancellationToken cancellationToken
    )
    {
        var (address, movedTo, isForGood) = (feed, (Uri?)null, true);
        for (var redirects = 0; ; redirects++)
        {
            var request = Request(address, site).With("Accept", Accepted);
            if (eTag is not null)
                request.With("If-None-Match", eTag);
            if (lastModified is not null)
                request.With("If-Modified-Since", lastModified);
            var answer = await http.SendAsync(request, Feeds.FeedLimits.Bytes, cancellationToken);
            if (answer is not { Failure: TargetFailure.None, Status: 301 or 302 or 303 or 307 or 308 })
                return Of(answer, address) with { MovedTo = movedTo };
            if (answer.Headers?.Location is not { } next || redirects == MostRedirects)
                return new FetchedFeed(address) { Trouble = SourceTrouble.Redirects, Status = answer.Status };
            if (next.Scheme != Uri.UriSchemeHttps && !(next.Scheme == Uri.UriSchemeHttp && next.IsLoopback))
                return new FetchedFeed(address) { Trouble = SourceTrouble.NotSecure, Status = answer.Status };
            // Only what is permanent from the first step on may replace the address in the settings.
            isForGood &= answer.Status is 301 or 308;
            if (isForGood)
                movedTo = next;
            address = next;
        }
    }

    private static FetchedFeed Of(TargetAnswer answer, Uri address)
    {
        var fetched = new FetchedFeed(address)
        {
            Status = answer.Status,
            RetryAfter = answer.RetryAfter,
            Headers = answer.Headers,
        };
        return (answer.Failure, answer.Status) switch
        {
            (TargetFailure.Forbidden, _) => fetched with { Trouble = SourceTrouble.Forbidden },
            (TargetFailure.NotSent, _) => fetched with { Trouble = SourceTrouble.Unreachable },
            (TargetFailure.NoAnswer, _) => fetched with { Trouble = SourceTrouble.NoAnswer },
            (_, 304) => fetched with { IsUnchanged = true },
            (_, >= 200 and < 300) => answer.Body is { } body
                ? fetched with
                {
                    Body = body,
                }
                : fetched with
                {
                    Trouble = SourceTrouble.TooLarge,
                },
            (_, 410) => fetched with { Trouble = SourceTrouble.Gone },
            (_, 429) => fetched with { Trouble = SourceTrouble.TooOften },
            (_, >= 500) => fetched with { Trouble = SourceTrouble.ServerError },
            (_, >= 300 and < 400) => fetched with { Trouble = SourceTrouble.Redirects },
            _ => fetched with { Trouble = SourceTrouble.Refused },
        };
    }

    private static HttpRequestMessage Request(Uri address, Uri site) =>
        new HttpRequestMessage(HttpMethod.Get, address).With(
            "User-Agent",
            $"FunctionsPipeline/1.0 (+{site.AbsoluteUri})"
        );
}

/// <summary>What came of asking for a feed.</summary>
/// <param name="Address">Where the answer came from.</param>
internal sealed record FetchedFeed(Uri Address)
{
    /// <summary>Null unless there is something new.</summary>
    public byte[]? Body { get; init; }

    /// <summary>304: all is as it was at the last read.</summary>
    public bool IsUnchanged { get; init; }

    /// <summary>Null if all went well.</summary>
    public SourceTrouble? Trouble { get; init; }

    /// <summary>0 if there was no answer.</summary>
    public int Status { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public AnswerHeaders? Headers { get; init; }

    /// <summary>Where permanent redirects lead (301, 308); null for none.</summary>
    public Uri? MovedTo { get; init; }
}
