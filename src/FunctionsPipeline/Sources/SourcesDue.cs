using FunctionsPipeline.Housekeeping;

namespace FunctionsPipeline.Sources;

/// <summary>Asks for the sources that are due.</summary>
internal sealed class SourcesDue(SourceRequests requests) : IHousekeepingTask
{
    public string Name => "read-sources";

    public Task RunAsync(CancellationToken cancellationToken) => requests.AskDueAsync(cancellationToken);
}
