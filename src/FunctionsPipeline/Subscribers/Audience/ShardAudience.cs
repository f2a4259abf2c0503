using System.Runtime.CompilerServices;
using FunctionsPipeline.Subscribers.Store;

namespace FunctionsPipeline.Subscribers.Audience;

/// <summary>The audience as the shards hold it.</summary>
public sealed class ShardAudience(ShardStore shards) : IAudience
{
    private const int ReadsAtATime = 4;

    public async IAsyncEnumerable<Candidate> EnumerateAsync(
        AudienceQuery query,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var judgement = new Judgement(query);
        await foreach (var shard in shards.ReadAllAsync(cancellationToken))
        {
            foreach (var subscriber in shard.Subscribers())
            {
                if (judgement.Of(subscriber) is { } candidate)
                    yield return candidate;
            }
        }
    }

    public async Task<IReadOnlyList<Candidate>> ResolveAsync(
        IReadOnlyList<SubscriberId> ids,
        AudienceQuery query,
        CancellationToken cancellationToken
    )
    {
        var resolved = new Candidate[ids.Count];
        var judgement = new Judgement(query);
        // A request with readers of a rare language touches many shards: waiting for one after the other takes longest.
        await Parallel.ForEachAsync(
            ids.Index().GroupBy(person => person.Item.Shard),
            new ParallelOptions { MaxDegreeOfParallelism = ReadsAtATime, CancellationToken = cancellationToken },
            async (people, token) =>
            {
                var pool = new TextPool();
                Shard? shard = null;
                foreach (var (index, id) in people.OrderBy(person => person.Item))
                {
                    if (shard?.Name.Holds(id) != true)
                        shard = await shards.ReadAsync(id, token);
                    resolved[index] =
                        shard.Find(id, pool) is { } subscriber && judgement.Of(subscriber) is { } candidate
                            ? candidate
                            : Judgement.Unknown(id);
                }
            }
        );
        return resolved;
    }
}
