using System.Runtime.CompilerServices;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Newsletters.Welcome;

/// <summary>The stored documents of welcome series, in container <c>state</c>. README.md draws the tree.</summary>
internal sealed class WelcomeLedger(IBlobStore store)
{
    private const string People = "welcome/people/";
    private const string Unclear = "welcome/uncertain/";
    private const string PeopleEnd = ".people";

    private static readonly ReadOnlyMemory<byte> Nothing = "{}"u8.ToArray();

    public JsonDocument<WelcomeEntry> Entry(SubscriberId id, string newsletter) =>
        new(store, At($"{FolderOf(id)}{newsletter}.json"), WelcomeJson.Own.WelcomeEntry);

    public Task PutAsync(DueLook look, CancellationToken cancellationToken) => MarkAsync(look.Path, cancellationToken);

    public Task DeleteAsync(DueLook look, CancellationToken cancellationToken) =>
        store.DeleteAsync(look.Path, ifMatch: null, cancellationToken);

    /// <summary>Looks that are due at a time, the earliest first; at most so many. One listing.</summary>
    public async Task<IReadOnlyList<DueLook>> DueAsync(
        DateTimeOffset now,
        int most,
        CancellationToken cancellationToken
    )
    {
        var due = new List<DueLook>();
        var lists = new List<string>();
        await foreach (var blob in store.ListAsync(Containers.State, DueLook.Folder, cancellationToken))
        {
            if (due.Count >= most || (DueLook.TryReadTime(blob.Name, out var at) && at > now))
                break;
            if (DueLook.TryParse(blob.Name, out var look))
                due.Add(look.Value);
            else if (blob.Name.EndsWith(PeopleEnd, StringComparison.Ordinal))
                lists.Add(blob.Name);
        }
        foreach (var list in lists)
        {
            if (due.Count >= most)
                break;
            due.AddRange(await OpenAsync(list, cancellationToken));
        }
        return due;
    }

    /// <summary>Everyone who waits, in the order of time.</summary>
    public async IAsyncEnumerable<DueLook> WaitingAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var blob in store.ListAsync(Containers.State, DueLook.Folder, cancellationToken))
        {
            if (DueLook.TryParse(blob.Name, out var look))
                yield return look.Value;
        }
    }

    /// <summary>One blob for a part of an import: an import must not cost a write for each person before it is stored.</summary>
    public Task PutAsync(
        string part,
        IReadOnlyDictionary<string, IReadOnlyList<string>> people,
        DateTimeOffset at,
        CancellationToken cancellationToken
    ) =>
        new JsonDocument<NewPeople>(
            store,
            At($"{DueLook.FolderOf(at)}{part}{PeopleEnd}"),
            WelcomeJson.Own.NewPeople
        ).WriteAsync(new NewPeople(people), cancellationToken);

    /// <summary>Lists what must not be sent again by itself, until an event proves that it went.</summary>
    public Task PutUncertainAsync(UncertainStep step, CancellationToken cancellationToken) =>
        MarkAsync(PathOf(step), cancellationToken);

    public Task DeleteAsync(UncertainStep step, CancellationToken cancellationToken) =>
        store.DeleteAsync(PathOf(step), ifMatch: null, cancellationToken);

    public async IAsyncEnumerable<UncertainStep> UncertainAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var blob in store.ListAsync(Containers.State, Unclear, cancellationToken))
        {
            if (
                blob.Name[Unclear.Length..].Split('.') is [var newsletter, var step, var person]
                && SubscriberId.TryParse(person, out var id)
            )
                yield return new UncertainStep(newsletter, step, id);
        }
    }

    /// <summary>Everything about one person, but for what is counted.</summary>
    public async Task ForgetAsync(SubscriberId id, CancellationToken cancellationToken)
    {
        var folder = FolderOf(id);
        await foreach (var blob in store.ListAsync(Containers.State, folder, cancellationToken))
        {
            var newsletter = blob.Name[folder.Length..^".json".Length];
            if (await Entry(id, newsletter).ReadCacheAsync(cancellationToken) is { Value: var entry })
            {
                foreach (var step in entry.Steps.Where(s => s.State is StepState.Sending or StepState.Uncertain))
                    await DeleteAsync(new UncertainStep(newsletter, StepKey.Of(step.File), id), cancellationToken);
                if (entry.Next is { } next)
                    await ForgetLooksAsync(id, newsletter, next, cancellationToken);
            }
            await store.DeleteAsync(At(blob.Name), ifMatch: null, cancellationToken);
        }
    }

    private async Task ForgetLooksAsync(
        SubscriberId id,
        string newsletter,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        var prefix = $"{DueLook.FolderOf(at)}{newsletter}.{id.Value}.";
        await foreach (var blob in store.ListAsync(Containers.State, prefix, cancellationToken))
            await store.DeleteAsync(At(blob.Name), ifMatch: null, cancellationToken);
    }

    /// <summary>Puts down a look for each, and then takes the list away: a repeat puts down the same.</summary>
    private async Task<IReadOnlyList<DueLook>> OpenAsync(string name, CancellationToken cancellationToken)
    {
        var list = new JsonDocument<NewPeople>(store, At(name), WelcomeJson.Own.NewPeople);
        if (
            !DueLook.TryReadTime(name, out var at)
            || await list.ReadAsync(cancellationToken) is not { Value.People: var people }
        )
            return [];
        var looks = people
            .SelectMany(p => p.Value.Select(newsletter => (Newsletter: newsletter, Person: p.Key)))
            .Where(p => SubscriberId.TryParse(p.Person, out _))
            .Select(p => new DueLook(at, p.Newsletter, SubscriberId.Parse(p.Person), DueLook.Arrival))
            .ToList();
        await Parallel.ForEachAsync(
            looks,
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken },
            async (look, stop) => await PutAsync(look, stop)
        );
        await store.DeleteAsync(At(name), ifMatch: null, cancellationToken);
        return looks;
    }

    private Task<string?> MarkAsync(BlobPath path, CancellationToken cancellationToken) =>
        store.WriteAsync(path, Nothing, BlobHeaders.Json, WriteCondition.Always, cancellationToken);

    private static string FolderOf(SubscriberId id) => $"{People}{id.Value}/";

    private static BlobPath PathOf(UncertainStep step) => At($"{Unclear}{step.Newsletter}.{step.Key}.{step.Id.Value}");

    private static BlobPath At(string name) => new(Containers.State, name);
}

/// <summary>A step of which it is not known whether the person has it.</summary>
/// <param name="Key"><see cref="StepKey"/>.</param>
internal readonly record struct UncertainStep(string Newsletter, string Key, SubscriberId Id);

/// <summary>A step's name in names of blobs and messages: files may be called anything.</summary>
internal static class StepKey
{
    public static string Of(string file) => Terms.Sha256Hex.Of(file, 6);
}
