using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Newsletters.Sending.Accounting;

/// <summary>How the mail of an issue arrived: when, and where it was refused.</summary>
public interface IOutcomeDetails
{
    /// <summary>
    /// Reads every outcome of the issue, and the shards of those whose mail bounced. Null if it was never planned.
    /// </summary>
    Task<OutcomeDetails?> ReadAsync(IssueId id, CancellationToken cancellationToken);
}

/// <param name="Slices">In the order of time; one for each of <see cref="Edges"/>, and one for what came later.</param>
/// <param name="Domains">Receiving domains, the most bounces first; at most <see cref="MostDomains"/>.</param>
/// <param name="OtherDomains">
/// Bounces at all other domains, and at addresses that were erased since. A domain with fewer than
/// <see cref="FewestOfDomain"/> is not named: it may be one person's own.
/// </param>
public sealed record OutcomeDetails(
    IReadOnlyList<OutcomeSlice> Slices,
    IReadOnlyList<BouncedDomain> Domains,
    int OtherDomains
)
{
    public const int FewestOfDomain = 3;
    public const int MostDomains = 20;

    /// <summary>Ends of the slices, from the time at which the issue was due.</summary>
    public static IReadOnlyList<TimeSpan> Edges { get; } =
    [TimeSpan.FromHours(1), TimeSpan.FromHours(6), TimeSpan.FromDays(1), TimeSpan.FromDays(2), TimeSpan.FromDays(3)];
}

/// <param name="Delivered">People whose mail arrived in this time.</param>
/// <param name="Failed">People whose mail bounced, or was dropped by the provider.</param>
public sealed record OutcomeSlice(int Delivered, int Failed);

/// <param name="Domain">What stands after the @, in lower case.</param>
public sealed record BouncedDomain(string Domain, int Bounced);

internal sealed class OutcomeDetailsReader(SendingLedger ledger, RequestBook book, IAudience audience) : IOutcomeDetails
{
    /// <summary>People resolved in one call, which holds their shards in memory.</summary>
    private const int PeopleAtATime = 10_000;

    public async Task<OutcomeDetails?> ReadAsync(IssueId id, CancellationToken cancellationToken)
    {
        if (await IssueView.ReadAsync(ledger, book, id, cancellationToken) is not { } view)
            return null;
        var issue = view.Issue.Value;
        var outcomes = await book.ReadOutcomesAsync(id, cancellationToken);
        var delivered = new int[OutcomeDetails.Edges.Count + 1];
        var failed = new int[OutcomeDetails.Edges.Count + 1];
        var bounced = new List<SubscriberId>();
        for (var request = 1; request <= issue.Requests.Count; request++)
        {
            foreach (var (person, outcome) in view.PeopleOf(request, outcomes.GetValueOrDefault(request)))
            {
                var slice = SliceOf(outcome.At - issue.Due);
                switch (outcome.State)
                {
                    case OutcomeState.Delivered:
                        delivered[slice]++;
                        break;
                    case OutcomeState.Dropped:
                        failed[slice]++;
                        break;
                    case OutcomeState.Bounced:
                        failed[slice]++;
                        if (SubscriberId.TryParse(person, out var reader))
                            bounced.Add(reader);
                        break;
                }
            }
        }
        var domains = await DomainsAsync(issue, bounced, cancellationToken);
        var named = domains
            .Where(d => d.Key.Length > 0 && d.Value >= OutcomeDetails.FewestOfDomain)
            .OrderByDescending(d => d.Value)
            .ThenBy(d => d.Key, StringComparer.Ordinal)
            .Take(OutcomeDetails.MostDomains)
            .Select(d => new BouncedDomain(d.Key, d.Value))
            .ToList();
        return new OutcomeDetails(
            [.. delivered.Zip(failed, (arrived, not) => new OutcomeSlice(arrived, not))],
            named,
            bounced.Count - named.Sum(d => d.Bounced)
        );
    }

    /// <summary>By domain; the empty one for people who were erased since.</summary>
    private async Task<Dictionary<string, int>> DomainsAsync(
        IssueRecord issue,
        List<SubscriberId> bounced,
        CancellationToken cancellationToken
    )
    {
        var query = new AudienceQuery(issue.Newsletter, issue.Due, []);
        var domains = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var some in bounced.Order().Chunk(PeopleAtATime))
        {
            foreach (var person in await audience.ResolveAsync(some, query, cancellationToken))
            {
                // Normalised: the domain is in lower case.
                var domain = person.Address[(person.Address.LastIndexOf('@') + 1)..];
                domains[domain] = domains.GetValueOrDefault(domain) + 1;
            }
        }
        return domains;
    }

    private static int SliceOf(TimeSpan after)
    {
        var slice = 0;
        while (slice < OutcomeDetails.Edges.Count && after >= OutcomeDetails.Edges[slice])
            slice++;
        return slice;
    }
}
