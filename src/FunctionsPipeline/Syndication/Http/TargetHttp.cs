using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace FunctionsPipeline.Syndication.Http;

/// <summary>
/// Calls other people's servers: no redirects, no cookies, no proxy, no private addresses, bounded answers, a deadline for
/// each call. Failures of the network are answers too; only the caller's own cancellation throws. Never repeats a call.
/// </summary>
public sealed class TargetHttp : IDisposable
{
    /// <summary>How long one call may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private const int MaxAnswerBytes = 4 * 1024 * 1024;
    private const int LongestValidator = 500;

    private static readonly string[] ResetHeaders = ["X-RateLimit-Reset", "RateLimit-Reset"];

    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    private readonly HttpClient _client;
    private readonly SyndicationOptions _options;
    private readonly TimeProvider _time;

    public TargetHttp(SyndicationOptions options, TimeProvider time)
        : this(
            options,
            time,
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                // A proxy would resolve the name itself, and the guard would see only the proxy.
                UseProxy = false,
                // What comes out is bounded, not what came in.
                AutomaticDecompression =
                    DecompressionMethods.GZip | DecompressionMethods.Brotli | DecompressionMethods.Deflate,
                ConnectCallback = new GuardedConnections(options).ConnectAsync,
                ConnectTimeout = TimeSpan.FromSeconds(10),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                // Shorter than servers keep idle connections: one that closes as we write leaves the outcome unknown.
                PooledConnectionIdleTimeout = TimeSpan.FromSeconds(15),
                MaxResponseHeadersLength = 64,
            }
        ) { }

    /// <summary>For a transport in memory: a benchmark that counts requests does not depend on a network.</summary>
    internal TargetHttp(SyndicationOptions options, TimeProvider time, HttpMessageHandler wire)
    {
        (_options, _time) = (options, time);
        _client = new HttpClient(wire) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("FunctionsPipeline", "1.0"));
    }

    /// <summary>Sends once. Disposes the request.</summary>
    public Task<TargetAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        SendAsync(request, MaxAnswerBytes, cancellationToken);

    /// <inheritdoc cref="SendAsync(HttpRequestMessage, CancellationToken)"/>
    /// <param name="maxBytes">Of the answer, unpacked; what has more is as good as none.</param>
    public async Task<TargetAnswer> SendAsync(
        HttpRequestMessage request,
        int maxBytes,
        CancellationToken cancellationToken
    )
    {
        using var _ = request;
        if (
            request.RequestUri is not { IsAbsoluteUri: true } address
            || !(
                address.Scheme == Uri.UriSchemeHttps
                || (_options.AllowLoopback && address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)
            )
        )
            return new TargetAnswer(TargetFailure.Forbidden);
        using var deadline = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var response = await _client.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                either.Token
            );
            var body = await ReadAsync(response, maxBytes, either.Token);
            return new TargetAnswer(TargetFailure.None, (int)response.StatusCode, body, PauseOf(response))
            {
                Headers = HeadersOf(response, address),
            };
        }
        catch (HttpRequestException e)
        {
            return new TargetAnswer(
                e.InnerException is ForbiddenAddressException ? TargetFailure.Forbidden
                : WasSent(e) ? TargetFailure.NoAnswer
                : TargetFailure.NotSent
            );
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            // Broken off, or packed in a way that cannot be unpacked.
            return new TargetAnswer(TargetFailure.NoAnswer);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new TargetAnswer(TargetFailure.NoAnswer);
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Only where it is certain: no name, no connection, no trust.</summary>
    private static bool WasSent(HttpRequestException e) =>
        e.HttpRequestError
            is not (
                HttpRequestError.NameResolutionError
                or HttpRequestError.ConnectionError
                or HttpRequestError.SecureConnectionError
            );

    /// <summary>Null: longer than anything that we would read.</summary>
    private static async Task<byte[]?> ReadAsync(
        HttpResponseMessage response,
        int maxBytes,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(maxBytes, cancellationToken);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            return null;
        }
        return await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    private static AnswerHeaders HeadersOf(HttpResponseMessage response, Uri asked) =>
        new(
            Validator(response.Headers.NonValidated, "ETag"),
            Validator(response.Content.Headers.NonValidated, "Last-Modified"),
            response.Headers.CacheControl is { MaxAge: { } age } ? age : null,
            response.Headers.Location is { } location && Uri.TryCreate(asked, location, out var to) ? to : null,
            response.Content.Headers.ContentType?.CharSet
        );

    /// <summary>As it came: a server compares it with what it sent.</summary>
    private static string? Validator(HttpHeadersNonValidated headers, string name) =>
        headers.TryGetValues(name, out var values)
        && values.ToString() is { Length: > 0 and <= LongestValidator } value
        && value.All(c => c is >= ' ' and <= '~')
            ? value
            : null;

    private TimeSpan? PauseOf(HttpResponseMessage response)
    {
        var pause = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - _time.GetUtcNow(),
            _ when response.StatusCode == HttpStatusCode.TooManyRequests => Reset(response),
            _ => (TimeSpan?)null,
        };
        return pause is not { } asked ? null
            : asked < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1)
            : asked > LongestPause ? LongestPause
            : asked;
    }

    /// <summary>What Mastodon and Bluesky say instead of Retry-After: a date, or seconds of the epoch.</summary>
    private TimeSpan? Reset(HttpResponseMessage response)
    {
        var text = ResetHeaders
            .Select(name => response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null)
            .FirstOrDefault(v => v is not null);
        if (
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds is > 1_000_000_000 and < 100_000_000_000
        )
            return DateTimeOffset.FromUnixTimeSeconds(seconds) - _time.GetUtcNow();
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date - _time.GetUtcNow()
            : null;
    }
}
