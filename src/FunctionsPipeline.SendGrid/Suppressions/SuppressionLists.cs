using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using FunctionsPipeline.Mail;
using FunctionsPipeline.SendGrid.Calls;
using FunctionsPipeline.SendGrid.Events;
using SendGrid;

namespace FunctionsPipeline.SendGrid.Suppressions;

/// <summary>SendGrid's own lists of addresses that it will not send to, read page by page.</summary>
internal sealed class SuppressionLists(SendGridApi api, TimeProvider clock)
{
    private const int PageSize = 500;

    private static readonly (string Name, SuppressionReason Reason)[] Lists =
    [
        ("unsubscribes", SuppressionReason.Unsubscribed),
        ("spam_reports", SuppressionReason.Complained),
        ("bounces", SuppressionReason.Bounced),
        ("invalid_emails", SuppressionReason.Invalid),
        ("blocks", SuppressionReason.Blocked),
    ];

    /// <exception cref="HttpRequestException">
    /// A page did not come. A read: the caller may read again from the start.
    /// </exception>
    public async IAsyncEnumerable<ProviderSuppression> ReadAsync(
        DateTimeOffset since,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        // A fixed end, or what is added while we read would move rows from one page to the next.
        var until = clock.GetUtcNow();
        foreach (var (name, reason) in Lists)
        {
            await foreach (var row in ReadListAsync(name, since, until, cancellationToken))
            {
                if (!string.IsNullOrWhiteSpace(row.Email) && Since(row.Created) is { } created)
                    yield return new ProviderSuppression(row.Email, ReasonOf(row, reason), created);
            }
        }
    }

    private async IAsyncEnumerable<SuppressionRow> ReadListAsync(
        string list,
        DateTimeOffset since,
        DateTimeOffset until,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        for (var offset = 0; ; offset += PageSize)
        {
            var query = JsonSerializer.Serialize(
                new SuppressionPage(since.ToUnixTimeSeconds(), until.ToUnixTimeSeconds() + 1, PageSize, offset),
                SendGridJson.Default.SuppressionPage
            );
            var answer = await api.RequestAsync(
                "read who must get no mail",
                BaseClient.Method.GET,
                $"suppression/{list}",
                body: null,
                query,
                cancellationToken
            );
            if (
                answer.Status != HttpStatusCode.OK
                || answer.Read(SendGridJson.Default.SuppressionRowArray) is not { } rows
            )
            {
                throw new HttpRequestException(
                    $"SendGrid gave no page of its list '{list}': {Refusal.Describe(answer)}",
                    inner: null,
                    answer.Status
                );
            }
            foreach (var row in rows)
            {
                if (row is not null)
                    yield return row;
            }
            if (rows.Length < PageSize)
                yield break;
        }
    }

    /// <summary>A bounce that may pass is counted by its event: the list tells of the same one.</summary>
    private static SuppressionReason ReasonOf(SuppressionRow row, SuppressionReason reason) =>
        reason == SuppressionReason.Bounced && BounceKind.IsTransient(row.Status, row.Reason)
            ? SuppressionReason.Blocked
            : reason;

    private static DateTimeOffset? Since(long seconds) =>
        seconds is >= 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
}
