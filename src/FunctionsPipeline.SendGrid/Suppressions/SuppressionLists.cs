using System.Globalization;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using FunctionsPipeline.Mail;

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

    /// <exception cref="HttpRequestException">A page did not come. A read: the caller may simply begin again.</exception>
    public async IAsyncEnumerable<ProviderSuppression> ReadAsync(
        DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A fixed end, or what is added while we read would move rows from one page to the next.
        var until = clock.GetUtcNow();
        foreach (var (name, reason) in Lists)
        {
            await foreach (var row in ReadListAsync(name, since, until, cancellationToken))
            {
                if (!string.IsNullOrWhiteSpace(row.Email) && Since(row.Created) is { } created)
                    yield return new ProviderSuppression(row.Email, reason, created);
            }
        }
    }

    private async IAsyncEnumerable<SuppressionRow> ReadListAsync(
        string list, DateTimeOffset since, DateTimeOffset until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var offset = 0; ; offset += PageSize)
        {
            var path = string.Create(CultureInfo.InvariantCulture,
                $"v3/suppression/{list}?start_time={since.ToUnixTimeSeconds()}&end_time={until.ToUnixTimeSeconds() + 1}&limit={PageSize}&offset={offset}");
            var rows = await ReadPageAsync(path, cancellationToken);
            foreach (var row in rows)
            {
                if (row is not null)
                    yield return row;
            }
            if (rows.Count < PageSize)
                yield break;
        }
    }

    /// <summary>Whatever goes wrong with a page is one kind of failure: no page.</summary>
    private async Task<IReadOnlyList<SuppressionRow?>> ReadPageAsync(string path, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(SendGridApi.CallTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var response = await api.Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var answer = new SendGridAnswer(response.StatusCode, Began: true);
            if (answer.IsAccountRefused)
                answer = answer with { Body = await response.Content.ReadAsByteArrayAsync(either.Token) };
            await api.NoteAsync("read who must get no mail", answer);
            response.EnsureSuccessStatusCode();
            var rows = new List<SuppressionRow?>();
            await foreach (var row in response.Content.ReadFromJsonAsAsyncEnumerable(SendGridJson.Default.SuppressionRow, either.Token))
                rows.Add(row);
            return rows;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException("SendGrid gave no page of its suppression lists in time.", e);
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            throw new HttpRequestException("SendGrid broke off a page of its suppression lists.", e);
        }
    }

    private static DateTimeOffset? Since(long seconds)
        => seconds is >= 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
}
