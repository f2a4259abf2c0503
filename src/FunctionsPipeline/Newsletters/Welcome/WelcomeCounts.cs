using System.Globalization;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Newsletters.Welcome;

/// <summary>Stored by name, in names of blobs and as keys of <see cref="WelcomeTotals"/>.</summary>
internal enum WelcomeCount
{
    Began,
    Sent,
    Refused,
    Late,
    NoText,
    MayHaveGone,
    Stopped,
    Delivered,
    Bounced,
    Dropped,
    DeliveredNoMore,
    DroppedNoMore,
}

/// <summary><c>welcome/counts.json</c>.</summary>
internal sealed record WelcomeTotals : Revised
{
    /// <summary><see cref="WelcomeCounts.KeyOf"/> to how many.</summary>
    public IReadOnlyDictionary<string, int> Counts { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Files by <see cref="StepKey"/>, so that a step that staff took out can still be named.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The hour up to which marks were added; null if none were.</summary>
    public string? Until { get; init; }

    /// <summary>Names of marks that are counted and not yet deleted.</summary>
    public IReadOnlyList<string> Counted { get; init; } = [];
}

/// <summary>
/// Counts what became of steps, exactly, at a cost that does not grow with the people (rule W8). Each thing that happened is a
/// mark, an empty blob whose name says all of it, so that a repeat makes the same; once an hour marks are added to the totals
/// and deleted. The totals name the marks that are in them until these are gone.
/// </summary>
internal sealed class WelcomeCounts(IBlobStore store)
{
    private const string Folder = "welcome/marks/";

    /// <summary>Marks that are added at once: their names are in the document for a moment.</summary>
    private const int AtOnce = 2_000;

    private static readonly ReadOnlyMemory<byte> Nothing = "{}"u8.ToArray();

    private JsonDocument<WelcomeTotals> Totals =>
        new(store, new BlobPath(Containers.State, "welcome/counts.json"), WelcomeJson.Own.WelcomeTotals);

    /// <param name="step"><see cref="StepKey"/>; <c>-</c> for what is about no step.</param>
    public static string KeyOf(string newsletter, string step, WelcomeCount what) => $"{newsletter}.{step}.{what}";

    /// <param name="at">Of what happened: a repeat must say the same.</param>
    public Task MarkAsync(
        string newsletter,
        string step,
        WelcomeCount what,
        SubscriberId id,
        DateTimeOffset at,
        CancellationToken cancellationToken
    ) =>
        store.WriteAsync(
            new BlobPath(Containers.State, $"{Folder}{HourOf(at)}{KeyOf(newsletter, step, what)}.{id.Value}"),
            Nothing,
            BlobHeaders.Json,
            WriteCondition.Always,
            cancellationToken
        );

    /// <summary>Adds the marks of past hours to the totals. Safe to repeat, and to die anywhere.</summary>
    /// <param name="files">Files of the steps by key, as the settings name them now.</param>
    public async Task AddUpAsync(
        DateTimeOffset now,
        IReadOnlyDictionary<string, string> files,
        CancellationToken cancellationToken
    )
    {
        var stored = await Totals.ReadAsync(cancellationToken);
        if (stored is { Value.Counted.Count: > 0 })
            stored = await DeleteCountedAsync(stored, cancellationToken);
        var until = HourOf(now.AddHours(-1));
        while (await BeforeAsync(until, cancellationToken) is { Count: > 0 } marks)
        {
            var before = stored?.Value ?? new WelcomeTotals();
            var counts = new Dictionary<string, int>(before.Counts, StringComparer.Ordinal);
            foreach (var mark in marks)
            {
                if (ReadKey(mark) is { } key)
                    counts[key] = counts.GetValueOrDefault(key) + 1;
            }
            var known = new Dictionary<string, string>(before.Files, StringComparer.Ordinal);
            foreach (var (key, file) in files)
                known[key] = file;
            stored = await Totals.SwapAsync(
                stored,
                before with
                {
                    Counts = counts,
                    Files = known,
                    Until = until,
                    Counted = marks,
                },
                cancellationToken
            );
            // Another process adds up as well: it goes on.
            if (stored is null)
                return;
            stored = await DeleteCountedAsync(stored, cancellationToken);
        }
    }

    /// <summary>Totals and what is not in them yet. While marks are added up, they may be shown twice for a moment.</summary>
    public async Task<WelcomeTotals> ReadAsync(CancellationToken cancellationToken)
    {
        var marks = new List<string>();
        await foreach (var blob in store.ListAsync(Containers.State, Folder, cancellationToken))
            marks.Add(blob.Name);
        var totals = (await Totals.ReadAsync(cancellationToken))?.Value ?? new WelcomeTotals();
        var counted = totals.Counted.ToHashSet(StringComparer.Ordinal);
        var counts = new Dictionary<string, int>(totals.Counts, StringComparer.Ordinal);
        foreach (var mark in marks.Where(m => !counted.Contains(m)))
        {
            if (ReadKey(mark) is { } key)
                counts[key] = counts.GetValueOrDefault(key) + 1;
        }
        return totals with { Counts = counts };
    }

    private async Task<Stored<WelcomeTotals>?> DeleteCountedAsync(
        Stored<WelcomeTotals> stored,
        CancellationToken cancellationToken
    )
    {
        await Parallel.ForEachAsync(
            stored.Value.Counted,
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken },
            async (mark, stop) => await store.DeleteAsync(new BlobPath(Containers.State, mark), ifMatch: null, stop)
        );
        return await Totals.SwapAsync(stored, stored.Value with { Counted = [] }, cancellationToken)
            ?? throw new StorageException("Welcome series are counted by another process as well; it goes on.");
    }

    private async Task<List<string>> BeforeAsync(string hour, CancellationToken cancellationToken)
    {
        var marks = new List<string>();
        await foreach (var blob in store.ListAsync(Containers.State, Folder, cancellationToken))
        {
            if (marks.Count >= AtOnce || string.CompareOrdinal(blob.Name, Folder + hour) >= 0)
                break;
            marks.Add(blob.Name);
        }
        return marks;
    }

    /// <summary>Null for a name that is not ours.</summary>
    private static string? ReadKey(string mark)
    {
        var name = mark[(mark.LastIndexOf('/') + 1)..];
        return name.Split('.') is [_, _, _, _] ? name[..name.LastIndexOf('.')] : null;
    }

    /// <summary>Times whose marks were not added up yet: only there may a mark be made again.</summary>
    public async Task<Func<DateTimeOffset, bool>> OpenTimesAsync(CancellationToken cancellationToken)
    {
        var until = (await Totals.ReadAsync(cancellationToken))?.Value.Until;
        return at => until is null || string.CompareOrdinal(HourOf(at), until) >= 0;
    }

    private static string HourOf(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH'/'", CultureInfo.InvariantCulture);
}
