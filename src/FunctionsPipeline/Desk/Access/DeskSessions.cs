using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.Settings;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Subscribers;
using FunctionsPipeline.Subscribers.Keys;

namespace FunctionsPipeline.Desk.Access;

/// <summary>
/// Whose session still counts. A session names an address and a stamp; it ends when the address leaves <c>staff</c> in
/// <c>site.yml</c>, or when its person signs out everywhere, which changes the stamp.
/// </summary>
public sealed class DeskSessions(IBlobStore store, ISiteSettingsSource settings, AddressHasher hasher)
{
    private const string FirstStamp = "0";

    /// <summary>What a new session must say.</summary>
    public async Task<string> StampAsync(EmailAddress address, CancellationToken cancellationToken) =>
        (await DocumentOf(address).ReadAsync(cancellationToken))?.Value.Stamp ?? FirstStamp;

    /// <summary>The person of a session. One read.</summary>
    /// <param name="address">As the session says.</param>
    /// <param name="stamp">As the session says; null where another service keeps the session.</param>
    /// <returns>Null if the session is over.</returns>
    public async Task<DeskPerson?> FindAsync(string? address, string? stamp, CancellationToken cancellationToken)
    {
        if (await FindStaffAsync(address, cancellationToken) is not { } person)
            return null;
        return stamp is null || stamp == await StampAsync(person.Address, cancellationToken) ? person : null;
    }

    /// <summary>The member of staff with this address; null if there is none.</summary>
    public async Task<DeskPerson?> FindStaffAsync(string? address, CancellationToken cancellationToken)
    {
        if (!EmailAddress.TryParse(address, out var wanted))
            return null;
        var site = await settings.GetAsync(cancellationToken);
        return StaffOf(site).Contains(wanted) ? new DeskPerson(wanted) : null;
    }

    /// <summary>Ends every session of the address. Safe to repeat.</summary>
    public Task EndAllAsync(EmailAddress address, CancellationToken cancellationToken)
    {
        var stamp = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        return DocumentOf(address).UpdateAsync(_ => new DeskStamp { Stamp = stamp }, cancellationToken);
    }

    /// <summary>What stands for an address in names and links: 12 bytes in hex, keyed.</summary>
    internal string HashOf(EmailAddress address) => hasher.ForCounting("desk", address.Value);

    internal static IEnumerable<EmailAddress> StaffOf(SiteSettings site)
    {
        foreach (var text in site.Staff)
        {
            if (EmailAddress.TryParse(text, out var address))
                yield return address;
        }
    }

    private JsonDocument<DeskStamp> DocumentOf(EmailAddress address) =>
        new(
            store,
            new BlobPath(Containers.State, $"desk/sessions/{HashOf(address)}.json"),
            DeskAccessJson.Own.DeskStamp
        );
}

/// <summary>Changed to end all sessions of an address.</summary>
internal sealed record DeskStamp : Revised
{
    public required string Stamp { get; init; }
}

/// <summary>That a link was used. Which one is in the document's name.</summary>
internal sealed record UsedLink : Revised
{
    public required DateTimeOffset At { get; init; }
}

[JsonSerializable(typeof(DeskStamp))]
[JsonSerializable(typeof(UsedLink))]
internal sealed partial class DeskAccessJson : JsonSerializerContext
{
    public static DeskAccessJson Own { get; } = new(new JsonSerializerOptions(JsonBlobs.Options));
}
