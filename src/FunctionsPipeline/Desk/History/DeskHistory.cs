using System.Collections.Concurrent;
using System.Globalization;
using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Desk.History;

/// <summary>
/// Who did what at the desk. A line is written before its act, so that no act is without one. Lines are only added:
/// <c>state/desk/history/&lt;day&gt;-&lt;part&gt;.json</c>, each changed by compare-and-swap, so that two writers lose nothing.
/// </summary>
public sealed class DeskHistory(IBlobStore store, TimeProvider time)
{
    /// <summary>A part with so many lines is full: each line writes its whole part again.</summary>
    public const int LinesInPart = 200;

    private const string Folder = "desk/history/";
    private const int MaxText = 500;

    /// <summary>The part that had room, by day. Another instance may have gone on to the next one: that is found out.</summary>
    private readonly ConcurrentDictionary<string, int> _open = new(StringComparer.Ordinal);

    /// <summary>Adds one line. Call before the act.</summary>
    /// <exception cref="StorageException">It may not be stored: do not act.</exception>
    public async Task AddAsync(string who, DeskAct act, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var day = now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var line = new HistoryLine(now, who, act.Name, Cut(act.What), Cut(act.Before), Cut(act.After));
        for (var part = _open.GetValueOrDefault(day); ; part++)
        {
            var added = false;
            await PartOf($"{day}-{part:D4}")
                .UpdateAsync(
                    stored =>
                    {
                        added = stored is null || stored.Lines.Count < LinesInPart;
                        return added ? new HistoryPart { Lines = [.. stored?.Lines ?? [], line] } : null;
                    },
                    cancellationToken
                );
            if (!added)
                continue;
            _open[day] = part;
            return;
        }
    }

    /// <summary>The newest lines first.</summary>
    /// <param name="before">Only parts before this one, as <see cref="HistoryLines.Next"/> said; null for the newest.</param>
    /// <param name="atLeast">Lines, if there are so many. At most eight parts are read.</param>
    public async Task<HistoryLines> ReadAsync(string? before, int atLeast, CancellationToken cancellationToken)
    {
        var parts = (await PartsAsync(cancellationToken))
            .Where(part => before is null || string.CompareOrdinal(part, before) < 0)
            .Reverse()
            .ToList();
        var lines = new List<HistoryLine>();
        var read = 0;
        while (read < Math.Min(parts.Count, 8) && lines.Count < atLeast)
        {
            if (await PartOf(parts[read++]).ReadAsync(cancellationToken) is { } part)
                lines.AddRange(part.Value.Lines.Reverse());
        }
        return new HistoryLines(lines, read < parts.Count ? parts[read - 1] : null);
    }

    /// <summary>All lines, the oldest first.</summary>
    public async IAsyncEnumerable<HistoryLine> AllAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var name in await PartsAsync(cancellationToken))
        {
            if (await PartOf(name).ReadAsync(cancellationToken) is not { } part)
                continue;
            foreach (var line in part.Value.Lines)
                yield return line;
        }
    }

    private async Task<List<string>> PartsAsync(CancellationToken cancellationToken)
    {
        var parts = new List<string>();
        await foreach (var entry in store.ListAsync(Containers.State, Folder, cancellationToken))
        {
            if (entry.Name.EndsWith(".json", StringComparison.Ordinal))
                parts.Add(entry.Name[Folder.Length..^".json".Length]);
        }
        return parts;
    }

    private static string? Cut(string? text) => text is { Length: > MaxText } ? text[..MaxText] + "…" : text;

    private JsonDocument<HistoryPart> PartOf(string name) =>
        new(store, new BlobPath(Containers.State, $"{Folder}{name}.json"), HistoryJson.Own.HistoryPart);
}

/// <param name="Next">For the page after this one; null if there is none.</param>
public sealed record HistoryLines(IReadOnlyList<HistoryLine> Lines, string? Next);
