using System.Globalization;
using System.Net;

namespace FunctionsPipeline.SendGrid.Calls;

/// <summary>
/// Sits below SendGrid's client and notes in <see cref="SendGridCall"/> what the sending protocol needs and the client
/// does not report: whether the body began to be sent, and the status and headers of an answer even if the rest of it
/// is lost.
/// </summary>
internal sealed class CallObserver(TimeProvider clock) : DelegatingHandler
{
    /// <summary>
    /// The longest answer is a page of a suppression list: 500 rows, each with what a mail server said.
    /// </summary>
    private const int MaxAnswerBytes = 4 * 1024 * 1024;

    /// <summary>When a 429 does not say how long to wait.</summary>
    private static readonly TimeSpan DefaultBackOff = TimeSpan.FromMinutes(1);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var call =
            SendGridCall.Current.Value
            ?? throw new InvalidOperationException($"A call to SendGrid was not made through {nameof(SendGridApi)}.");
        if (request.Content is { } content)
            request.Content = new ObservedContent(content, call);
        var response = await base.SendAsync(request, cancellationToken);
        call.Answer = new SendGridAnswer(
            response.StatusCode,
            Began: true,
            response.Headers.Date,
            response.StatusCode == HttpStatusCode.TooManyRequests ? NotBefore(response) : null,
            response.Headers.TryGetValues("X-Message-Id", out var ids) ? ids.FirstOrDefault() : null
        );
        // Read here and not by the client, which throws the status away if the rest of an answer does not come.
        using (var unread = response.Content)
        {
            var body = await ReadAsync(response.StatusCode, unread, cancellationToken);
            call.Answer = call.Answer with { Body = body };
            response.Content = new ByteArrayContent(body ?? []);
        }
        return response;
    }

    /// <summary>The status is what counts; if the rest does not come, it is left out.</summary>
    private static async Task<byte[]?> ReadAsync(
        HttpStatusCode status,
        HttpContent content,
        CancellationToken cancellationToken
    )
    {
        if (status is HttpStatusCode.Accepted or HttpStatusCode.NoContent)
            return null;
        try
        {
            await content.LoadIntoBufferAsync(MaxAnswerBytes, cancellationToken);
            return await content.ReadAsByteArrayAsync(cancellationToken);
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
        if (
            response.Headers.TryGetValues("X-RateLimit-Reset", out var values)
            && long.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds - now.ToUnixTimeSeconds() is >= 0 and <= 3600
        )
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        return now + DefaultBackOff;
    }

    /// <summary>The client's own content, with the moment noted at which its first byte may leave.</summary>
    private sealed class ObservedContent : HttpContent
    {
        private readonly HttpContent _content;
        private readonly SendGridCall _call;

        public ObservedContent(HttpContent content, SendGridCall call)
        {
            (_content, _call) = (content, call);
            foreach (var (name, values) in content.Headers)
                Headers.TryAddWithoutValidation(name, values);
        }

        protected override Task SerializeToStreamAsync(
            Stream stream,
            TransportContext? context,
            CancellationToken cancellationToken
        )
        {
            _call.Begin();
            return _content.CopyToAsync(stream, context, cancellationToken);
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override bool TryComputeLength(out long length)
        {
            length = _content.Headers.ContentLength ?? 0;
            return _content.Headers.ContentLength is not null;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _content.Dispose();
            base.Dispose(disposing);
        }
    }
}
