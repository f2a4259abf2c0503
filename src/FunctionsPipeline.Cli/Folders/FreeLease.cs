using FunctionsPipeline.Storage;

namespace FunctionsPipeline.Cli.Folders;

/// <summary>A lease in storage that one process has to itself: held whenever it is asked for.</summary>
internal sealed class FreeLease : IBlobLease
{
    public Task<bool> RenewAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
