namespace FunctionsPipeline.Subscribers.Audience;

/// <summary>An audience in numbers.</summary>
/// <param name="Recipients">Who would get it.</param>
/// <param name="Excluded">Who would not, by the reason.</param>
public sealed record AudienceCount(int Recipients, IReadOnlyDictionary<Exclusion, int> Excluded)
{
    /// <summary>Everyone who ever asked for the newsletter.</summary>
    public int Candidates => Recipients + Excluded.Values.Sum();

    /// <summary>Counts an audience. Reads every shard.</summary>
    public static async Task<AudienceCount> OfAsync(
        IAudience audience,
        AudienceQuery query,
        CancellationToken cancellationToken
    )
    {
        var excluded = new Dictionary<Exclusion, int>();
        var recipients = 0;
        await foreach (var candidate in audience.EnumerateAsync(query, cancellationToken))
        {
            if (candidate.Excluded is { } reason)
                excluded[reason] = excluded.GetValueOrDefault(reason) + 1;
            else
                recipients++;
        }
        return new AudienceCount(recipients, excluded);
    }
}
