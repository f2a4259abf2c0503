using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FunctionsPipeline.Mail;

namespace FunctionsPipeline.SendGrid;

/// <summary>
/// One call to SendGrid, made once: no retry, no redirect. Tells what came back, and if nothing did, whether the request
/// can have arrived.
/// </summary>
/// <param name="watch">Null where nobody keeps an eye on the account.</param>
internal sealed class SendGridApi(HttpClient client, TimeProvider clock, IMailAccountWatch? watch = null)
{
    /// <summary>The longest that a call takes (rule S2 of the sending protocol).</summary>
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Of an answer: errors are short.</summary>
    private const int MaxAnswerBytes = 256 * 1024;

    /// <summary>When a 429 does not say how long to wait.</summary>
    private static readonly TimeSpan DefaultBackOff = TimeSpan.FromMinutes(1);

    public HttpClient Client => client;

    /// <param name="call">What we want to do, in words for people.</param>
    /// <param name="body">Null for calls without one.</param>
    /// <param name="cancellationToken">
    /// Stops a call of which nothing was written yet. A call that is under way runs to its answer or its timeout: to drop
    /// it would turn a known outcome into an unknown one.
    /// </param>
    /// <exception cref="OperationCanceledException">Stopped, and there was no body of which it is known that nothing was written.</exception>
    public async Task<SendGridAnswer> CallAsync(
        string call, HttpMethod method, string path, PooledJsonContent? body, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(method, path, body, cancellationToken);
        await NoteAsync(call, answer);
        return answer;
    }

    /// <summary>Tells the watch what an answer says about the account, if it says anything.</summary>
    public Task NoteAsync(string call, SendGridAnswer answer)
        => answer.IsAccountRefused ? watch?.RefusedAsync(call, Refusal.Describe(answer)) ?? Task.CompletedTask
            : answer.Status is < HttpStatusCode.MultipleChoices or HttpStatusCode.NotFound ? watch?.WorkedAsync(call) ?? Task.CompletedTask
            : Task.CompletedTask;

    private async Task<SendGridAnswer> CallAsync(HttpMethod method, string path, PooledJsonContent? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        using var deadline = new CancellationTokenSource(CallTimeout, clock);
        using var stop = cancellationToken.Register(() =>
        {
            if (body is null or { Began: false })
                deadline.Cancel();
        });
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            return new SendGridAnswer(
                response.StatusCode, Began: true,
                response.Headers.Date,
                response.StatusCode == HttpStatusCode.TooManyRequests ? NotBefore(response) : null,
                response.Headers.TryGetValues("X-Message-Id", out var ids) ? ids.FirstOrDefault() : null,
                await ReadAsync(response, deadline.Token));
        }
        catch (Exception) when (body is { Withdrawn: true, Began: false })
        {
            // Headers may have left; without its body a request is none.
            return NoAnswer(body, "it was withdrawn");
        }
        catch (HttpRequestException e)
        {
            return NoAnswer(body, e.InnerException is SocketException s
                ? $"{e.HttpRequestError} ({s.SocketErrorCode})"
                : e.HttpRequestError.ToString());
        }
        catch (OperationCanceledException)
        {
            if (body is null)
                cancellationToken.ThrowIfCancellationRequested();
            return NoAnswer(body, cancellationToken.IsCancellationRequested && body is { Began: false } ? "it was stopped before its first byte" : "no answer in time");
        }
    }

    /// <summary>A call without a body is judged as if it had begun: whether its few bytes were written is not known.</summary>
    private static SendGridAnswer NoAnswer(PooledJsonContent? body, string failure)
        => new(Status: null, Began: body?.Began ?? true, Failure: failure);

    /// <summary>The status is what counts; if the rest does not come, it is left out.</summary>
    private static async Task<byte[]?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.NoContent)
            return null;
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, cancellationToken);
            return await response.Content.ReadAsByteArrayAsync(cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    private DateTimeOffset NotBefore(HttpResponseMessage response)
    {
        // Unix seconds by SendGrid's clock. Anything far away is a mistake that must not stop sending for good.
        var now = clock.GetUtcNow();
        if (response.Headers.TryGetValues("X-RateLimit-Reset", out var values)
            && long.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds - now.ToUnixTimeSeconds() is >= 0 and <= 3600)
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        return now + DefaultBackOff;
    }
}
