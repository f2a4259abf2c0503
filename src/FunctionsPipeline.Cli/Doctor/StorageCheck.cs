using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Cli.Doctor;

/// <summary>Whether the containers can be read and written, without writing anything.</summary>
internal sealed class StorageCheck(IBlobStore store) : IDoctorCheck
{
    /// <summary>
    /// A version that no blob has: who may write is told that the condition is not met, who may not is refused first.
    /// </summary>
    private static readonly WriteCondition Impossible = WriteCondition.IfMatch("\"0x0000000000000000\"");

    private static readonly (string Container, bool Written)[] Containers =
    [
        (Storage.Containers.Articles, false),
        (Storage.Containers.Settings, false),
        (Storage.Containers.State, true),
        (Storage.Containers.Subscribers, true),
        (Storage.Containers.Reports, true),
        (Storage.Containers.Web, true),
    ];

    public string Name => "storage";

    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancellationToken)
    {
        var results = new List<CheckResult>();
        foreach (var (container, written) in Containers)
        {
            if (await ReadAsync(container, written, cancellationToken) is { } problem)
                results.Add(problem);
        }
        if (results.Count == 0)
            results.Add(CheckResult.Ok("Every container can be read, and those that the app writes can be written."));
        return results;
    }

    private async Task<CheckResult?> ReadAsync(string container, bool written, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var _ in store.ListAsync(container, "", cancellationToken))
                break;
            if (written)
                await store.WriteAsync(
                    new BlobPath(container, "doctor/never-written"),
                    ReadOnlyMemory<byte>.Empty,
                    BlobHeaders.Text,
                    Impossible,
                    cancellationToken
                );
            return null;
        }
        catch (StorageException e)
        {
            return CheckResult.Failed(
                $"Container '{container}': {e.Message}",
                "Give this identity the role 'Storage Blob Data Contributor' on the account, or correct the connection string."
            );
        }
    }
}
