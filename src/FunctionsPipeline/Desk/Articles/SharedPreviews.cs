using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.Storage;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Desk.Articles;

/// <summary>
/// Links that show an article's preview to someone who is not at the desk: a doctor who reads it before it goes live. At most
/// one an article, for a week, and only as long as staff do not take it back. It names neither file nor person.
/// </summary>
public sealed class SharedPreviews(IBlobStore store, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private const string Folder = "desk/shared/";
    private const int NameBytes = 8;
    private const int SecretBytes = 16;

    /// <summary>The link of an article that still works; null if there is none.</summary>
    public async Task<SharedPreview?> FindAsync(string source, CancellationToken cancellationToken) =>
        (await DocumentOf(NameOf(source)).ReadAsync(cancellationToken))?.Value is { } shared && shared.Source == source
            ? Working(shared)
            : null;

    /// <summary>What a link shows; null if it does not work.</summary>
    /// <param name="token">From the address.</param>
    public async Task<SharedPreview?> OpenAsync(string? token, CancellationToken cancellationToken)
    {
        if (
            token is not { Length: (NameBytes + SecretBytes) * 2 }
            || token.Any(c => !char.IsAsciiHexDigitLower(c))
            || (await DocumentOf(token[..(NameBytes * 2)]).ReadAsync(cancellationToken))?.Value is not { } shared
        )
            return null;
        return CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(shared.Secret),
            Encoding.ASCII.GetBytes(token[(NameBytes * 2)..])
        )
            ? Working(shared)
            : null;
    }

    /// <summary>Makes a link for the next week. An earlier one no longer works. Deletes what is left of links that are over.</summary>
    public async Task<SharedPreview> ShareAsync(string source, CancellationToken cancellationToken)
    {
        await ForgetAsync(cancellationToken);
        var shared = new SharedPreviewRecord
        {
            Source = source,
            Secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes)),
            Until = time.GetUtcNow() + Lifetime,
        };
        await DocumentOf(NameOf(source)).UpdateAsync(_ => shared, cancellationToken);
        return Working(shared)!;
    }

    /// <summary>Takes the link back. Safe to repeat.</summary>
    public Task EndAsync(string source, CancellationToken cancellationToken) =>
        store.DeleteAsync(PathOf(NameOf(source)), ifMatch: null, cancellationToken);

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var over = new List<string>();
        await foreach (var entry in store.ListAsync(Containers.State, Folder, cancellationToken))
        {
            if (entry.LastModified < time.GetUtcNow() - Lifetime)
                over.Add(entry.Name);
        }
        foreach (var name in over)
            await store.DeleteAsync(new BlobPath(Containers.State, name), ifMatch: null, cancellationToken);
    }

    private SharedPreview? Working(SharedPreviewRecord shared) =>
        time.GetUtcNow() < shared.Until
            ? new SharedPreview(shared.Source, NameOf(shared.Source) + shared.Secret, shared.Until)
            : null;

    private JsonDocument<SharedPreviewRecord> DocumentOf(string name) =>
        new(store, PathOf(name), SharedPreviewJson.Own.SharedPreviewRecord);

    private static BlobPath PathOf(string name) => new(Containers.State, $"{Folder}{name}.json");

    private static string NameOf(string source) => Sha256Hex.Of(source, NameBytes);
}

/// <param name="Source">The file's name in <c>articles</c>.</param>
/// <param name="Token">For the address.</param>
public sealed record SharedPreview(string Source, string Token, DateTimeOffset Until);

internal sealed record SharedPreviewRecord : Revised
{
    public required string Source { get; init; }

    /// <summary>Lower-case hex.</summary>
    public required string Secret { get; init; }

    public required DateTimeOffset Until { get; init; }
}

[JsonSerializable(typeof(SharedPreviewRecord))]
internal sealed partial class SharedPreviewJson : JsonSerializerContext
{
    public static SharedPreviewJson Own { get; } = new(new JsonSerializerOptions(JsonBlobs.Options));
}
