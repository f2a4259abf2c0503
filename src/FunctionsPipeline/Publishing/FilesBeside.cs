using FunctionsPipeline.Storage;
using FunctionsPipeline.Terms;

namespace FunctionsPipeline.Publishing;

/// <summary>Looks for the files that an article names, and opens none.</summary>
internal static class FilesBeside
{
    /// <summary>
    /// Which of these are there. An article names a file composed, and a Mac stores it decomposed: it is the same file.
    /// </summary>
    /// <returns>The name in <c>articles</c>, by the name that was asked for.</returns>
    public static async Task<IReadOnlyDictionary<string, string>> FindAsync(
        IBlobStore store,
        IEnumerable<string> names,
        CancellationToken cancellationToken
    )
    {
        var found = await Task.WhenAll(
            names.Select(async name =>
                (
                    Name: name,
                    Stored: await IsThereAsync(name) ? name
                    : Composed.Apart(name) is var apart && apart != name && await IsThereAsync(apart) ? apart
                    : null
                )
            )
        );
        return found.Where(f => f.Stored is not null).ToDictionary(f => f.Name, f => f.Stored!, StringComparer.Ordinal);

        async Task<bool> IsThereAsync(string name) =>
            new BlobPath(Containers.Articles, name) is { IsAddressable: true } path
            && await store.StatAsync(path, cancellationToken) is not null;
    }
}
