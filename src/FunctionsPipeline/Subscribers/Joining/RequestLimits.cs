using System.Globalization;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers.Keys;

namespace FunctionsPipeline.Subscribers.Joining;

/// <summary>
/// How often is too often. Counted in storage, so that limits hold over many instances:
/// <c>limits/&lt;hour&gt;/&lt;use&gt;-&lt;keyed hash&gt;</c>, deleted after two days.
/// </summary>
public sealed class RequestLimits(IBlobStore blobs, AddressHasher hasher, TimeProvider time)
{
    /// <summary>Requests an hour from one network (<see cref="RequestOrigin.Network"/>).</summary>
    public const int NetworkAnHour = 60;

    /// <summary>Mails an hour to one address, from all clients together.</summary>
    public const int AddressAnHour = 3;

    /// <summary>Mails a day (UTC) to one address.</summary>
    public const int AddressADay = 6;

    internal const string Folder = "limits/";

    /// <summary>When many count at once, that alone says that it is too often.</summary>
    private const int MostTries = 12;

    /// <summary>False if this network has asked too often this hour.</summary>
    public Task<bool> TakeAsync(RequestOrigin origin, CancellationToken cancellationToken) =>
        TakeAsync(Hour(), "network", origin.Network, NetworkAnHour, cancellationToken);

    /// <summary>False if this address must not get another mail for now.</summary>
    /// <param name="use">What sort of mail; each has a count of its own.</param>
    public async Task<bool> TakeAsync(string address, string use, CancellationToken cancellationToken) =>
        await TakeAsync(Hour(), use, address, AddressAnHour, cancellationToken)
        && await TakeAsync(Hour()[..8], use, address, AddressADay, cancellationToken);

    /// <summary>Deletes counts that are over.</summary>
    public async Task CleanAsync(CancellationToken cancellationToken)
    {
        var keep = time.GetUtcNow().AddDays(-2).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var old = new List<string>();
        await foreach (var entry in blobs.ListAsync(Containers.Subscribers, Folder, cancellationToken))
        {
            // Names begin with the day and are listed in order.
            if (string.CompareOrdinal(entry.Name[Folder.Length..], keep) >= 0)
                break;
            old.Add(entry.Name);
        }
        foreach (var name in old)
            await blobs.DeleteAsync(new BlobPath(Containers.Subscribers, name), ifMatch: null, cancellationToken);
    }

    private async Task<bool> TakeAsync(
        string window,
        string use,
        string value,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var path = new BlobPath(Containers.Subscribers, $"{Folder}{window}/{use}-{hasher.ForCounting(use, value)}");
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var blob = await blobs.ReadAsync(path, cancellationToken);
            var count = blob is null
                ? 0
                : int.Parse(blob.Content.Span, NumberStyles.None, CultureInfo.InvariantCulture);
            if (count >= limit)
                return false;
            var next = System.Text.Encoding.ASCII.GetBytes((count + 1).ToString(CultureInfo.InvariantCulture));
            if (
                await blobs.WriteAsync(path, next, BlobHeaders.Text, WriteCondition.After(blob), cancellationToken)
                is not null
            )
                return true;
        }
        return false;
    }

    private string Hour() => time.GetUtcNow().ToString("yyyyMMddHH", CultureInfo.InvariantCulture);
}
