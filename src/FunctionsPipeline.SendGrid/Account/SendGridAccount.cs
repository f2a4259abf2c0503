using System.Net;
using FunctionsPipeline.SendGrid.Calls;
using SendGrid;

namespace FunctionsPipeline.SendGrid.Account;

/// <summary>What the SendGrid account says of itself. Reads only.</summary>
public sealed class SendGridAccount
{
    private readonly SendGridApi _api;

    internal SendGridAccount(SendGridApi api) => _api = api;

    /// <summary>The rights of the key (<c>GET /v3/scopes</c>).</summary>
    public async Task<AccountAnswer<IReadOnlyList<string>>> ScopesAsync(CancellationToken cancellationToken)
    {
        var answer = await GetAsync("read the key's rights", "scopes", cancellationToken);
        return
            answer.Status == HttpStatusCode.OK && answer.Read(SendGridJson.Default.ScopesBody) is { Scopes: { } scopes }
            ? new AccountAnswer<IReadOnlyList<string>>(scopes, null)
            : new AccountAnswer<IReadOnlyList<string>>(null, Refusal.Describe(answer));
    }

    /// <summary>
    /// The event webhooks (<c>GET /v3/user/webhooks/event/settings/all</c>). The app's own key has no right to see them.
    /// </summary>
    public async Task<AccountAnswer<IReadOnlyList<EventWebhook>>> WebhooksAsync(CancellationToken cancellationToken)
    {
        var answer = await GetAsync("read the event webhooks", "user/webhooks/event/settings/all", cancellationToken);
        return
            answer.Status == HttpStatusCode.OK
            && answer.Read(SendGridJson.Default.WebhooksBody) is { Webhooks: { } webhooks }
            ? new AccountAnswer<IReadOnlyList<EventWebhook>>(
                [.. webhooks.Select(w => new EventWebhook(w.Enabled, w.Url ?? "", w.PublicKey))],
                null
            )
            : new AccountAnswer<IReadOnlyList<EventWebhook>>(null, Refusal.Describe(answer));
    }

    private Task<SendGridAnswer> GetAsync(string call, string path, CancellationToken cancellationToken) =>
        _api.RequestAsync(call, BaseClient.Method.GET, path, body: null, query: null, cancellationToken);
}

/// <param name="Value">Null if there was no answer, or a refusal.</param>
/// <param name="Problem">Why not, without addresses and keys; null if there is a value.</param>
public sealed record AccountAnswer<T>(T? Value, string? Problem)
    where T : class;

/// <param name="PublicKey">Base64; null or empty if posts are not signed.</param>
public sealed record EventWebhook(bool Enabled, string Url, string? PublicKey);
