using System.Text;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Keys;
using FunctionsPipeline.Subscribers.Links;

namespace FunctionsPipeline.Benchmarks.Crash;

/// <summary>
/// Staff who stop a share of the issues at some moment between plan and send time, over HTTP as the button does, and press
/// again until they are told how it ended.
/// </summary>
internal sealed class StopButton(IBlobStore store, Uri door, Random random, double share)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly LinkSigner _signer = new(SubscriberKeys.Development);
    private readonly HashSet<IssueId> _seen = [];
    private readonly List<Task> _presses = [];
    private readonly HashSet<IssueId> _saidStopped = [];

    /// <summary>Issues of which a page said that no one gets them.</summary>
    public IReadOnlySet<IssueId> SaidStopped => _saidStopped;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = door };
        try
        {
            while (true)
            {
                await foreach (var entry in store.ListAsync(Containers.State, SendingPaths.Issues, cancellationToken))
                {
                    var id = IssueId.Parse(entry.Name[SendingPaths.Issues.Length..]);
                    if (_seen.Add(id) && random.NextDouble() < share)
                        _presses.Add(PressAsync(http, id, cancellationToken));
                }
                await Task.Delay(Look, TimeProvider.System, cancellationToken);
            }
        }
        finally
        {
            await Task.WhenAll(_presses).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PressAsync(HttpClient http, IssueId issue, CancellationToken cancellationToken)
    {
        // The share decides who; when: anywhere in the two real minutes that lie between plan and send time.
        double part;
        lock (random)
            part = random.NextDouble();
        await Task.Delay(TimeSpan.FromSeconds(110 * part), TimeProvider.System, cancellationToken);
        var link = new Uri(
            $"api/stop-issue/{_signer.Sign(LinkPurpose.StopIssue, Encoding.UTF8.GetBytes(issue.Value))}",
            UriKind.Relative
        );
        while (true)
        {
            try
            {
                using var answer = await http.PostAsync(link, content: null, cancellationToken);
                var page = answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync(cancellationToken) : "";
                if (page.Contains("No one gets", StringComparison.Ordinal))
                {
                    lock (_saidStopped)
                        _saidStopped.Add(issue);
                    return;
                }
                if (page.Contains("Too late", StringComparison.OrdinalIgnoreCase))
                    return;
            }
            catch (HttpRequestException)
            {
                // No one is at home just now.
            }
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }
    }
}
