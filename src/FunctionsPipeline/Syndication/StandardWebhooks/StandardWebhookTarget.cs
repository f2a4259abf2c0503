using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.Syndication.Http;
using FunctionsPipeline.Syndication.Texts;

namespace FunctionsPipeline.Syndication.StandardWebhooks;

/// <summary>
/// Tells any receiver that verifies Standard Webhooks 1.0 (standardwebhooks.com). The id is the same for every attempt at
/// one version of an article, so that the receiver can ignore a repeat; the receiver's part of "once" is to do that.
/// </summary>
internal sealed class StandardWebhookTarget(TargetHttp http, TimeProvider time) : ISyndicationTarget
{
    private const string Receiver = "url";

    public string Type => "webhook";

    public bool NeedsSecret => true;

    public bool Updates => true;

    public bool Withdraws => true;

    public void Check(TargetOptions options) => options.Address(Receiver, "https://receiver.example/articles");

    public IEnumerable<string?> Shown(Delivery delivery) =>
        [
            JsonSerializer.Serialize(Data(delivery), WebhookJson.Default.WebhookArticle),
            delivery.Article.ContentHash ?? delivery.Article.PageHash,
        ];

    public async Task<Outcome> CarryAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            Event(delivery, await WholeText.OfAsync(delivery, cancellationToken)),
            WebhookJson.Default.WebhookEvent
        );
        return await SendAsync(delivery, body, new Outcome.Carried(IdOf(delivery)), cancellationToken);
    }

    public Task<Outcome> WithdrawAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var gone = new WebhookDeletion(
            "article.deleted",
            delivery.Copy.VersionTried,
            new DeletedArticle(delivery.Link.AbsoluteUri, delivery.Article.Slug)
        );
        return SendAsync(
            delivery,
            JsonSerializer.SerializeToUtf8Bytes(gone, WebhookJson.Default.WebhookDeletion),
            new Outcome.Withdrawn(),
            cancellationToken
        );
    }

    /// <remarks>Standard Webhooks know no call without an event; only the secret's shape can be judged.</remarks>
    public Task<TargetTest> TestAsync(TargetAccess access, CancellationToken cancellationToken) =>
        Task.FromResult<TargetTest>(
            WebhookSignature.KeysOf(access.Secret) is { Count: > 0 }
                ? new TargetTest.Unknown()
                : new TargetTest.Failed(Problem.Secret)
        );

    private async Task<Outcome> SendAsync(
        Delivery delivery,
        byte[] body,
        Outcome done,
        CancellationToken cancellationToken
    )
    {
        if (WebhookSignature.KeysOf(delivery.Secret) is not { Count: > 0 } keys)
            return new Outcome.Refused(Problem.Secret);
        var id = IdOf(delivery);
        var now = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, delivery.Address(Receiver))
        {
            Content = JsonRequest.Json(body),
        };
        var answer = await http.SendAsync(
            request
                .With("webhook-id", id)
                .With("webhook-timestamp", now)
                .With("webhook-signature", WebhookSignature.Of(keys, id, now, body)),
            cancellationToken
        );
        if (answer.IsOk)
            return done;
        return answer.Status == 410 ? new Outcome.Unwanted() : answer.Trouble(wrote: true);
    }

    private static string IdOf(Delivery delivery) => "msg_" + delivery.Copy.VersionKey;

    private static WebhookEvent Event(Delivery delivery, string? content) =>
        new(
            delivery.Copy.Version > 1 && delivery.Copy.Carried is not null ? "article.updated" : "article.published",
            delivery.Copy.VersionTried,
            Data(delivery) with
            {
                ContentHtml = content,
                ContentOmitted = content is null ? true : null,
            }
        );

    /// <summary>All but the text, which <see cref="Catalog.CatalogEntry.ContentHash"/> stands for.</summary>
    private static WebhookArticle Data(Delivery delivery)
    {
        var article = delivery.Article;
        return new WebhookArticle
        {
            Url = delivery.Link.AbsoluteUri,
            Canonical = delivery.Canonical,
            Slug = article.Slug,
            Title = article.Title,
            Summary = article.Summary,
            Text = delivery.OwnText,
            Author = article.Author,
            Language = article.Language,
            Tags = article.Tags,
            Date = article.Date,
            Image = delivery.Picture,
        };
    }
}

/// <summary>The body: <c>type</c>, <c>timestamp</c> and <c>data</c>, as the specification wants them.</summary>
internal sealed record WebhookEvent(string Type, DateTimeOffset Timestamp, WebhookArticle Data);

/// <summary>The same for an article that went off the site.</summary>
internal sealed record WebhookDeletion(string Type, DateTimeOffset Timestamp, DeletedArticle Data);

internal sealed record DeletedArticle(string Url, string Slug);

internal sealed record WebhookArticle
{
    public required string Url { get; init; }

    public required string Canonical { get; init; }

    public required string Slug { get; init; }

    public required string Title { get; init; }

    public required string Summary { get; init; }

    public string? Text { get; init; }

    public string? Author { get; init; }

    public required string Language { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required DateTimeOffset Date { get; init; }

    public string? Image { get; init; }

    /// <summary>The whole text as an HTML fragment with absolute addresses.</summary>
    public string? ContentHtml { get; init; }

    /// <summary>True where the text is larger than <see cref="WholeText.MaxBytes"/> and was left out.</summary>
    public bool? ContentOmitted { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(WebhookEvent))]
[JsonSerializable(typeof(WebhookDeletion))]
internal sealed partial class WebhookJson : JsonSerializerContext;
