using System.Diagnostics;
using System.Net;
using FunctionsPipeline.Benchmarks.Harness;
using FunctionsPipeline.Mail;
using SendGrid;
using SendGrid.Helpers.Mail;

namespace FunctionsPipeline.Benchmarks.Sending;

/// <summary>
/// What a program does that uses SendGrid's C# client and keeps no ledger: makes a message of its own model for each
/// thousand people and sends it, as many at a time as the queue trigger's batch size.
/// </summary>
/// <param name="sample">A request of the product: the content that is the same for all.</param>
/// <param name="personal">Makes one person's part: greeting and links of their own, as the product makes them.</param>
internal sealed class OfficialClient(Uri mail, BulkRequest sample, Func<int, BulkRecipient> personal) : IDisposable
{
    private const int PeopleInARequest = 1_000;

    private readonly CountingHandler _counting = new() { InnerHandler = new SocketsHttpHandler { UseCookies = false } };

    /// <summary>Bytes of all bodies that were sent.</summary>
    public long Bytes => _counting.Bytes;

    /// <returns>Seconds.</returns>
    public async Task<double> SendAsync(
        int people,
        DateTimeOffset sendAt,
        int atATime,
        CancellationToken cancellationToken
    )
    {
        using var http = new HttpClient(_counting, disposeHandler: false);
        var client = new SendGridClient(
            http,
            new SendGridClientOptions { ApiKey = BenchServices.ApiKey, Host = mail.AbsoluteUri.TrimEnd('/') }
        );
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, people).Chunk(PeopleInARequest),
            new ParallelOptions { MaxDegreeOfParallelism = atATime, CancellationToken = cancellationToken },
            async (chunk, token) =>
            {
                var answer = await client.SendEmailAsync(Message(chunk, sendAt), token);
                if (answer.StatusCode != HttpStatusCode.Accepted)
                    throw new InvalidOperationException(
                        $"The official client was answered {answer.StatusCode}: {await answer.Body.ReadAsStringAsync(token)}"
                    );
            }
        );
        return clock.Elapsed.TotalSeconds;
    }

    public void Dispose() => _counting.Dispose();

    private SendGridMessage Message(IReadOnlyList<int> people, DateTimeOffset sendAt)
    {
        var content = sample.Content;
        var message = new SendGridMessage
        {
            From = Of(content.From),
            ReplyTo = content.ReplyTo is { } reply ? Of(reply) : null,
            Subject = content.Subject,
            PlainTextContent = content.Text,
            HtmlContent = content.Html,
            Headers = new Dictionary<string, string>(content.Headers),
            Categories = [.. content.Categories],
            CustomArgs = new Dictionary<string, string>(sample.Args),
            SendAt = sendAt.ToUnixTimeSeconds(),
            TrackingSettings = new TrackingSettings
            {
                ClickTracking = new ClickTracking { Enable = false, EnableText = false },
                OpenTracking = new OpenTracking { Enable = false },
                SubscriptionTracking = new SubscriptionTracking { Enable = false },
                Ganalytics = new Ganalytics { Enable = false },
            },
            Personalizations = new List<Personalization>(people.Count),
        };
        foreach (var recipient in people.Select(personal))
        {
            message.Personalizations.Add(
                new Personalization
                {
                    Tos = [new EmailAddress(recipient.To.Address, recipient.To.Name)],
                    Headers = new Dictionary<string, string>(recipient.Headers),
                    Substitutions = new Dictionary<string, string>(recipient.Merge),
                    CustomArgs = new Dictionary<string, string> { [BulkArgs.Recipient] = recipient.RecipientId },
                }
            );
        }
        return message;
    }

    private static EmailAddress Of(Mailbox mailbox) => new(mailbox.Address, mailbox.Name);

    private sealed class CountingHandler : DelegatingHandler
    {
        private long _bytes;

        public long Bytes => Interlocked.Read(ref _bytes);

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            Interlocked.Add(ref _bytes, request.Content?.Headers.ContentLength ?? 0);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
